import QtQuick
import QtQuick.Templates as T
import kiosk.ui

// One key of the number pad; "<" takes the last character back.
T.AbstractButton {
    id: key

    required property string face

    Accessible.name: face === "<" ? Words.main.key_erase : face
    Accessible.role: Accessible.Button
    focusPolicy: Qt.NoFocus

    background: Rectangle {
        border.color: Theme.main
        border.width: 3
        color: key.down ? Theme.tint : Theme.surface
        radius: Theme.radius
    }
    contentItem: Item {
        Plain {
            anchors.centerIn: parent
            color: Theme.main
            font.bold: true
            font.pixelSize: Theme.heading
            text: key.face
            visible: key.face !== "<"
        }
        Pictogram {
            anchors.centerIn: parent
            color: Theme.main
            name: "erase"
            side: Theme.heading
            visible: key.face === "<"
        }
    }
}
