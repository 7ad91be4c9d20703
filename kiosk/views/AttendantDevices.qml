import QtQuick
import kiosk.ui

// Each device with its state, and what to do about it.
Panel {
    id: panel

    required property QtObject model

    function own(text) {
        return Words.chinese ? text.zh : text.en
    }

    padding: 24
    spacing: 12

    Pair {
        color: Theme.main
        width: parent.width
        word: "attendant_devices"
    }
    Repeater {
        model: panel.model.devices

        Row {
            id: device

            required property var modelData
            readonly property string kind: modelData.state

            spacing: 16
            width: panel.width - 48

            Pictogram {
                id: mark

                color: device.kind === "ready" ? Theme.good : device.kind === "unknown" ? Theme.soft : Theme.seal
                name: device.kind === "ready" ? "check" : device.kind === "unknown" ? "question" : "alert"
                side: Math.round(40 * Theme.grow)
            }
            Column {
                spacing: 2
                width: parent.width - mark.width - parent.spacing

                Plain {
                    font.bold: true
                    font.pixelSize: Theme.small
                    text: panel.own(device.modelData.title) + "　" + Words.main["device_" + device.kind]
                    width: parent.width
                }
                Plain {
                    font.pixelSize: Math.round(Theme.small * 0.86)
                    text: panel.own(device.modelData.detail)
                    visible: text !== ""
                    width: parent.width
                }
                Plain {
                    color: Theme.seal
                    font.pixelSize: Math.round(Theme.small * 0.86)
                    text: panel.own(device.modelData.remedy)
                    visible: text !== ""
                    width: parent.width
                }
            }
        }
    }
}
