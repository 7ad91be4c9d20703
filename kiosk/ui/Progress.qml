import QtQuick
import kiosk.ui

// Where the visit stands: 证件 · 材料 · 核对 · 提交 · 回执. Done steps carry a tick, the present one a filled disc.
// Across the top of a tall screen, down the side of a wide one.
Item {
    id: progress

    property int stage: 0
    property bool upright: false
    readonly property int disc: Math.round(54 * Theme.grow)
    readonly property real pitch: upright ? height / 5 : (width - 2 * Theme.margin) / 5

    implicitHeight: upright ? 0 : Math.round(54 * Theme.grow + 84 * Theme.grow) + 20

    Rectangle {
        color: Theme.line
        height: progress.upright ? progress.pitch * 4 : 4
        width: progress.upright ? 4 : progress.pitch * 4
        x: progress.upright ? 32 + progress.disc / 2 - 2 : Theme.margin + progress.pitch / 2
        y: progress.upright ? progress.pitch / 2 : 16 + progress.disc / 2 - 2
    }
    Repeater {
        model: ["card", "pages", "form", "submit", "receipt"]

        Item {
            id: step

            required property int index
            required property string modelData
            readonly property bool done: index < progress.stage
            readonly property bool present: index === progress.stage

            height: progress.upright ? progress.pitch : progress.height
            width: progress.upright ? progress.width : progress.pitch
            x: progress.upright ? 0 : Theme.margin + index * progress.pitch
            y: progress.upright ? index * progress.pitch : 0

            Rectangle {
                id: ring

                border.color: step.done || step.present ? Theme.main : Theme.soft
                border.width: 3
                color: step.present ? Theme.main : Theme.surface
                height: progress.disc
                radius: progress.disc / 2
                width: progress.disc
                x: progress.upright ? 32 : (step.width - width) / 2
                y: progress.upright ? (step.height - height) / 2 : 16

                Plain {
                    anchors.centerIn: parent
                    color: step.present ? Theme.inverse : Theme.soft
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
                    side: Math.round(progress.disc * 0.6)
                    visible: step.done
                }
            }
            Say {
                align: progress.upright ? Text.AlignLeft : Text.AlignHCenter
                bold: step.present
                color: step.present ? Theme.main : Theme.soft
                size: Theme.small
                sideSize: 22
                width: progress.upright ? step.width - x - 12 : step.width
                word: "step_" + step.modelData
                x: progress.upright ? ring.x + ring.width + 20 : 0
                y: progress.upright ? (step.height - height) / 2 : ring.y + ring.height + 8
            }
        }
    }
}
