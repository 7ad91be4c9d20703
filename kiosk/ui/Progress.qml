import QtQuick
import kiosk.ui

// Where the visit stands: 证件 · 材料 · 核对 · 提交 · 回执. Done steps carry a tick, the present one a filled disc.
// Across the top of a tall screen, down the side of a wide one.
Item {
    id: steps

    property int stage: 0
    property bool upright: false
    readonly property int disc: Math.round(54 * Theme.grow)
    readonly property real pitch: upright ? height / 5 : (width - 2 * Theme.margin) / 5

    implicitHeight: upright ? 0 : Math.round(54 * Theme.grow + 84 * Theme.grow) + 20

    Rectangle {
        color: Theme.line
        height: steps.upright ? steps.pitch * 4 : 4
        width: steps.upright ? 4 : steps.pitch * 4
        x: steps.upright ? 32 + steps.disc / 2 - 2 : Theme.margin + steps.pitch / 2
        y: steps.upright ? steps.pitch / 2 : 16 + steps.disc / 2 - 2
    }
    Repeater {
        model: ["card", "pages", "form", "submit", "receipt"]

        Item {
            id: step

            required property int index
            required property string modelData
            readonly property bool done: index < steps.stage
            readonly property bool present: index === steps.stage

            height: steps.upright ? steps.pitch : steps.height
            width: steps.upright ? steps.width : steps.pitch
            x: steps.upright ? 0 : Theme.margin + index * steps.pitch
            y: steps.upright ? index * steps.pitch : 0

            Rectangle {
                id: ring

                border.color: step.done || step.present ? Theme.main : Theme.soft
                border.width: 3
                color: step.present ? Theme.main : Theme.surface
                height: steps.disc
                radius: steps.disc / 2
                width: steps.disc
                x: steps.upright ? 32 : (step.width - width) / 2
                y: steps.upright ? (step.height - height) / 2 : 16

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
                    side: Math.round(steps.disc * 0.6)
                    visible: step.done
                }
            }
            Say {
                align: steps.upright ? Text.AlignLeft : Text.AlignHCenter
                bold: step.present
                both: !(steps.upright && shell.large)
                color: step.present ? Theme.main : Theme.soft
                size: Theme.small
                sideSize: 22
                width: steps.upright ? step.width - x - 12 : step.width
                word: "step_" + step.modelData
                x: steps.upright ? ring.x + ring.width + 20 : 0
                y: steps.upright ? (step.height - height) / 2 : ring.y + ring.height + 8
            }
        }
    }
}
