import QtQuick
import kiosk.ui

// The reader's plate and a card that glides onto it, again and again.
Item {
    id: drawing

    readonly property real unit: Math.min(width / 100, height / 66)

    Rectangle {
        id: plate

        anchors.horizontalCenter: parent.horizontalCenter
        border.color: Theme.main
        border.width: 6
        color: Theme.tint
        height: drawing.unit * 34
        radius: 28
        width: drawing.unit * 62
        y: parent.height - height

        Pictogram {
            anchors.centerIn: parent
            color: Theme.main
            name: "waves"
            side: drawing.unit * 20
        }
    }
    Rectangle {
        id: card

        anchors.horizontalCenter: parent.horizontalCenter
        border.color: Theme.ink
        border.width: 4
        color: Theme.surface
        height: drawing.unit * 26
        radius: 18
        width: drawing.unit * 41

        Rectangle {
            color: Theme.sealTint
            height: parent.height * 0.16
            radius: 6
            width: parent.width * 0.45
            x: parent.width * 0.08
            y: parent.height * 0.14
            border { color: Theme.seal; width: 2 }
        }
        Repeater {
            model: 3

            Rectangle {
                required property int index

                color: Theme.line
                height: card.height * 0.07
                radius: 4
                width: card.width * (index === 2 ? 0.34 : 0.48)
                x: card.width * 0.08
                y: card.height * (0.42 + index * 0.16)
            }
        }
        Pictogram {
            color: Theme.soft
            name: "person"
            side: card.height * 0.66
            x: card.width - side - card.width * 0.07
            y: card.height * 0.17
        }

        SequentialAnimation on y {
            loops: Animation.Infinite

            PauseAnimation { duration: 500 }
            NumberAnimation { duration: 1400; easing.type: Easing.InOutQuad; from: 0; to: plate.y + plate.height * 0.12 }
            PauseAnimation { duration: 1800 }
        }
    }
}
