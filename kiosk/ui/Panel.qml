import QtQuick
import kiosk.ui

// A sheet of paper on the desk: groups what belongs together. Children stack from top to bottom.
Rectangle {
    id: panel

    default property alias content: column.data
    property int padding: 32
    property alias spacing: column.spacing

    border.color: Theme.line
    border.width: Theme.border
    color: Theme.surface
    implicitHeight: column.implicitHeight + 2 * padding
    radius: Theme.radius

    Column {
        id: column

        anchors { left: parent.left; right: parent.right; top: parent.top; margins: panel.padding }
        spacing: 16
    }
}
