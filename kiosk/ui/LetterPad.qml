import QtQuick
import kiosk.ui

// Figures and capital letters, as they stand in numbers and query codes.
Column {
    id: pad

    required property string name

    signal pressed(string face)

    spacing: 12

    Repeater {
        model: ["1234567890", "QWERTYUIOP", "ASDFGHJKL-", "ZXCVBNM<"]

        Row {
            id: line

            required property string modelData

            spacing: 12

            Repeater {
                model: line.modelData.split("")

                PadKey {
                    required property string modelData

                    face: modelData
                    height: Math.round(Theme.touch * 0.95)
                    objectName: pad.name + ".key." + (modelData === "<" ? "erase" : modelData === "-" ? "dash" : modelData.toLowerCase())
                    width: ((pad.width - 9 * line.spacing) / 10) * (modelData === "<" ? 3 : 1) + (modelData === "<" ? 2 * line.spacing : 0)

                    onClicked: pad.pressed(face)
                }
            }
        }
    }
}
