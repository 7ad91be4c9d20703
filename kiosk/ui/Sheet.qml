import QtQuick
import kiosk.ui

// A sheet over the whole screen: the rest is veiled and cannot be touched.
Rectangle {
    id: sheet

    default property alias content: column.data
    property int maxWidth: 920

    anchors.fill: parent
    color: Theme.veil
    visible: false
    z: 1

    // one that a view opens lies over header and footer too
    Component.onCompleted: {
        let top = parent
        while (top && top.objectName !== "stage")
            top = top.parent
        if (top)
            parent = top
    }

    MouseArea {
        anchors.fill: parent
    }
    Rectangle {
        anchors.centerIn: parent
        border.color: Theme.line
        border.width: Theme.border
        color: Theme.surface
        height: column.height + 2 * 48
        radius: 32
        width: Math.min(sheet.maxWidth, sheet.width - 2 * Theme.margin)

        Column {
            id: column

            spacing: 28
            width: parent.width - 2 * 48
            x: 48
            y: 48
        }
    }
}
