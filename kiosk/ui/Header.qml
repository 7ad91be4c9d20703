import QtQuick
import kiosk.ui

// Hall name and clock; language, large type, high contrast and the call for staff, the same on every screen.
Rectangle {
    id: header

    property bool portrait: true

    signal staffCalled()

    color: Theme.surface
    implicitHeight: portrait ? name.height + tools.height + 3 * 20 : Math.max(name.height, tools.height) + 2 * 18

    Rectangle {
        anchors { bottom: parent.bottom; left: parent.left; right: parent.right }
        color: Theme.seal
        height: 5
    }
    Row {
        id: name

        height: Math.round(84 * Theme.grow)
        spacing: 20
        width: header.portrait ? header.width - 2 * x : header.width - tools.width - 3 * x
        x: Theme.margin
        y: header.portrait ? 20 : (header.height - height) / 2

        Pictogram {
            id: emblem

            anchors.verticalCenter: parent.verticalCenter
            color: Theme.seal
            name: "hall"
            side: Math.round(68 * Theme.grow)
        }
        Column {
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
    Row {
        id: tools

        // the call for staff has the longest name
        readonly property real cell: header.portrait ? (header.width - 2 * Theme.margin - 3 * spacing) / 4.5 : Math.round(190 * Theme.grow)

        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        spacing: 16
        y: header.portrait ? name.y + name.height + 18 : (header.height - height) / 2

        BigButton {
            compact: true
            tight: true
            objectName: "tool.language"
            picture: "globe"
            width: tools.cell
            word: "tool_language"

            onClicked: shell.toggleLanguage()
        }
        BigButton {
            checkable: true
            checked: shell.large
            compact: true
            tight: true
            objectName: "tool.large"
            picture: "large"
            width: tools.cell
            word: "tool_large"

            onClicked: shell.large = checked
        }
        BigButton {
            checkable: true
            checked: shell.contrast
            compact: true
            tight: true
            objectName: "tool.contrast"
            picture: "contrast"
            width: tools.cell
            word: "tool_contrast"

            onClicked: shell.contrast = checked
        }
        BigButton {
            compact: true
            tight: true
            look: "alarm"
            objectName: "tool.staff"
            picture: "staff"
            width: tools.cell * 1.5
            word: "tool_staff"

            onClicked: header.staffCalled()
        }
    }
}
