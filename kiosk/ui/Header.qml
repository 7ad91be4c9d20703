import QtQuick
import kiosk.ui

// Hall name and clock, and on a wide screen the tools; the same on every screen.
Rectangle {
    id: header

    property bool portrait: true
    // room for the tools, which stand here on a wide screen
    property real toolsWidth: 0
    property real toolsHeight: 0

    color: Theme.surface
    implicitHeight: portrait ? name.height + 2 * 20 : Math.max(name.height, toolsHeight) + 2 * 18

    Rectangle {
        anchors { bottom: parent.bottom; left: parent.left; right: parent.right }
        color: Theme.seal
        height: 5
    }
    Row {
        id: name

        // a long name takes a second line
        height: Math.max(Math.round(84 * Theme.grow), called.height)
        spacing: 20
        width: header.portrait ? header.width - 2 * x : header.width - toolsWidth - 3 * x
        x: Theme.margin
        y: header.portrait ? 18 : (header.height - height) / 2

        Pictogram {
            id: emblem

            anchors.verticalCenter: parent.verticalCenter
            color: Theme.seal
            name: "hall"
            side: Math.round(68 * Theme.grow)

            // held for a moment: the attendant's room, also in the middle of a visit
            MouseArea {
                anchors { fill: parent; margins: -12 }
                objectName: "tool.attendant"
                pressAndHoldInterval: 1200

                onPressAndHold: shell.attend()
            }
        }
        Column {
            id: called

            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - emblem.width - clock.width - 2 * parent.spacing

            Plain {
                font.bold: true
                font.pixelSize: Theme.body
                text: Words.chinese ? shell.hall.name : shell.hall.nameEnglish
                width: parent.width
            }
            Plain {
                color: Theme.soft
                font.pixelSize: Math.round(Theme.small * 0.82)
                text: Words.chinese ? shell.hall.nameEnglish : shell.hall.name
                visible: header.portrait
                width: parent.width
            }
        }
        Column {
            id: clock

            anchors.verticalCenter: parent.verticalCenter

            Plain {
                anchors.right: parent.right
                font.bold: true
                font.pixelSize: Theme.heading
                lineHeight: 1
                text: shell.clock
                wrapMode: Text.NoWrap
            }
            Plain {
                anchors.right: parent.right
                color: Theme.soft
                font.pixelSize: Math.round(Theme.small * 0.82)
                text: shell.today
                wrapMode: Text.NoWrap
            }
        }
    }
}
