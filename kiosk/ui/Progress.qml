import QtQuick
import kiosk.ui

// Where the visit stands: 证件 · 材料 · 核对 · 提交 · 回执. Done steps carry a tick, the present one its number on a filled disc.
Item {
    id: progress

    property int stage: 0
    readonly property int disc: Math.round(56 * Theme.grow)

    implicitHeight: row.height + 36

    Rectangle {
        color: Theme.line
        height: 4
        width: row.width * 0.8
        x: row.x + row.width * 0.1
        y: row.y + progress.disc / 2 - 2
    }
    Row {
        id: row

        width: parent.width - 2 * Theme.margin
        x: Theme.margin
        y: 20

        Repeater {
            model: ["card", "pages", "form", "submit", "receipt"]

            Column {
                id: step

                required property int index
                required property string modelData
                readonly property bool done: index < progress.stage
                readonly property bool present: index === progress.stage

                spacing: 8
                width: row.width / 5

                Rectangle {
                    anchors.horizontalCenter: parent.horizontalCenter
                    border.color: step.done || step.present ? Theme.main : Theme.soft
                    border.width: 3
                    color: step.present ? Theme.main : Theme.surface
                    height: progress.disc
                    radius: progress.disc / 2
                    width: progress.disc

                    Plain {
                        anchors.centerIn: parent
                        color: step.present ? Theme.onMain : Theme.soft
                        font.bold: true
                        font.pixelSize: Theme.small
                        lineHeight: 1
                        text: step.index + 1
                        visible: !step.done
                    }
                    Pictogram {
                        anchors.centerIn: parent
                        color: Theme.main
                        name: "check"
                        side: progress.disc * 0.6
                        visible: step.done
                    }
                }
                Say {
                    align: Text.AlignHCenter
                    bold: step.present
                    color: step.present ? Theme.main : Theme.soft
                    size: Theme.small
                    sideSize: 22
                    width: parent.width
                    word: "step_" + step.modelData
                }
            }
        }
    }
}
