import QtQuick
import kiosk.ui

// Hall name and clock; language, large type, high contrast and the call for staff, the same on every screen.
Rectangle {
    id: header

    property bool portrait: true

    signal staffCalled()
    signal voiceAsked()

    color: Theme.surface
    implicitHeight: portrait ? name.height + tools.height + 3 * 20 : Math.max(name.height, tools.height) + 2 * 18

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
        width: header.portrait ? header.width - 2 * x : header.width - tools.width - 3 * x
        x: Theme.margin
        y: header.portrait ? 20 : (header.height - height) / 2

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
            width: parent.width - emblem.width - clock.width - 2 * parent.spacing - (speaking.visible ? speaking.width + parent.spacing : 0)

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
        BigButton {
            id: speaking

            anchors.verticalCenter: parent.verticalCenter
            both: header.portrait
            compact: true
            objectName: "tool.voice"
            picture: voice.on ? "sound" : "silent"
            tight: true
            visible: voice.there
            word: "tool_voice"

            onClicked: header.voiceAsked()
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

        // what is left over once every name has its room
        readonly property real wanted: language.implicitWidth + large.implicitWidth + contrast.implicitWidth + staff.implicitWidth + 3 * spacing
        readonly property real slack: header.portrait ? Math.floor((header.width - 2 * Theme.margin - wanted) / 4) : 6

        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        spacing: 16
        y: header.portrait ? name.y + name.height + 18 : (header.height - height) / 2

        BigButton {
            id: language

            compact: true
            tight: true
            objectName: "tool.language"
            picture: "globe"
            width: implicitWidth + tools.slack
            word: "tool_language"

            onClicked: shell.toggleLanguage()
        }
        BigButton {
            id: large

            checkable: true
            checked: shell.large
            compact: true
            tight: true
            objectName: "tool.large"
            picture: "large"
            width: implicitWidth + tools.slack
            word: "tool_large"

            onClicked: shell.large = checked
        }
        BigButton {
            id: contrast

            checkable: true
            checked: shell.contrast
            compact: true
            tight: true
            objectName: "tool.contrast"
            picture: "contrast"
            width: implicitWidth + tools.slack
            word: "tool_contrast"

            onClicked: shell.contrast = checked
        }
        BigButton {
            id: staff

            compact: true
            tight: true
            look: "alarm"
            objectName: "tool.staff"
            picture: "staff"
            width: implicitWidth + tools.slack
            word: "tool_staff"

            onClicked: header.staffCalled()
        }
    }
}
