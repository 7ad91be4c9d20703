import QtQuick
import kiosk.ui

// At a window with staff: what the keys do, and how many wait.
Rectangle {
    id: strip

    color: Theme.surface
    height: Math.round(56 * Theme.grow)

    Rectangle {
        color: Theme.line
        height: Theme.border
        width: parent.width
    }
    Row {
        anchors.centerIn: parent
        spacing: 30

        Repeater {
            model: [
                { key: "F1", word: "key_new" }, { key: "F2", word: "key_park" }, { key: "F3", word: "key_queue" },
                { key: "F4", word: "key_type" }, { key: "F5", word: "key_take" }, { key: "F6", word: "key_keep" },
                { key: "F8", word: "key_next" }, { key: "Esc", word: "key_back" },
                { key: "F12", word: "key_end" }
            ]

            Row {
                id: one

                required property var modelData

                spacing: 8

                Rectangle {
                    anchors.verticalCenter: parent.verticalCenter
                    border.color: Theme.main
                    border.width: 2
                    color: Theme.tint
                    height: cap.height + 6
                    radius: 8
                    width: cap.width + 18

                    Plain {
                        id: cap

                        anchors.centerIn: parent
                        color: Theme.main
                        font.bold: true
                        font.pixelSize: 24
                        lineHeight: 1
                        text: one.modelData.key
                        wrapMode: Text.NoWrap
                    }
                }
                Plain {
                    anchors.verticalCenter: parent.verticalCenter
                    font.pixelSize: 24
                    text: Words.main[one.modelData.word] + (one.modelData.key === "F3" ? " " + shell.waiting : "")
                    wrapMode: Text.NoWrap
                }
            }
        }
    }
}
