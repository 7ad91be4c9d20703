import QtQuick
import kiosk.ui

// A window has the visit: this screen waits for it and can do nothing meanwhile.
Sheet {
    Pictogram {
        anchors.horizontalCenter: parent.horizontalCenter
        color: Theme.main
        name: "staff"
        side: 220

        // the way in for the attendant, should the window be out of reach
        MouseArea {
            anchors.fill: parent
            objectName: "handed.attendant"
            pressAndHoldInterval: 1200

            onPressAndHold: shell.attend()
        }
    }
    Say {
        align: Text.AlignHCenter
        bold: true
        size: Theme.title
        values: [shell.window]
        width: parent.width
        word: shell.window === "" ? "handed_title" : "handed_title_named"
    }
    Say {
        align: Text.AlignHCenter
        width: parent.width
        word: "handed_text"
    }
    Busy {
        anchors.horizontalCenter: parent.horizontalCenter
        width: parent.width
        word: "handed_waiting"
    }
}
