import QtQuick
import kiosk.ui

// Digits as large keys. `extra` is the key left of zero: "X" for identity numbers, "." for sums, "" for none.
Grid {
    id: pad

    required property string name
    property string extra: "X"

    signal typed(string key)
    signal erased()

    columnSpacing: 16
    columns: 3
    rowSpacing: 16

    Repeater {
        model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", pad.extra, "0", "<"]

        PadKey {
            required property string modelData

            enabled: modelData !== ""
            face: modelData
            height: Theme.touch
            objectName: pad.name + ".key." + (modelData === "<" ? "erase" : modelData === "." ? "point" : modelData)
            opacity: modelData === "" ? 0 : pad.enabled ? 1 : 0.4
            width: (pad.width - (pad.columns - 1) * pad.columnSpacing) / pad.columns

            onClicked: face === "<" ? pad.erased() : pad.typed(face)
        }
    }
}
