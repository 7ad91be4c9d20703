import QtQuick
import QtQuick.Templates as T
import kiosk.ui

// One key of a pad; "<" takes the last character back.
T.AbstractButton {
    id: key

    required property string face
    property bool picked: false
    property int size: Theme.heading

    Accessible.name: face === "<" ? Words.main.key_erase : face
    Accessible.role: Accessible.Button
    // a finger leaves the cursor where it writes; the key that goes on (switch access) reaches every letter
    focusPolicy: Qt.TabFocus
    implicitWidth: implicitContentWidth
    opacity: enabled ? 1 : 0.4

    background: Rectangle {
        border.color: Theme.main
        border.width: key.visualFocus ? 6 : 3
        color: key.picked ? Theme.main : key.down ? Theme.tint : Theme.surface
        radius: Theme.radius
    }
    contentItem: Item {
        implicitWidth: label.implicitWidth

        Plain {
            id: label

            anchors.centerIn: parent
            color: key.picked ? Theme.inverse : Theme.main
            font.bold: true
            font.pixelSize: key.size
            text: key.face
            visible: key.face !== "<"
        }
        // one key of a pad has it
        Loader {
            active: key.face === "<"
            anchors.centerIn: parent

            sourceComponent: Pictogram {
                color: Theme.main
                name: "erase"
                side: Theme.heading
            }
        }
    }
}
