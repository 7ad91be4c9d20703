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

    // what is asked last is answered first
    enabled: z > 1 || shell.stillThere === 0

    property Item stage: null
    property bool counted: false

    // While a sheet lies there nothing behind it is reached, neither by a finger nor by the key that goes on (switch access).
    function count(open) {
        if (stage && open !== counted) {
            counted = open
            stage.sheets += open ? 1 : -1
        }
    }

    onVisibleChanged: count(visible)

    // one that a view opens lies over header and footer too
    Component.onCompleted: {
        let top = parent
        while (top && top.objectName !== "stage")
            top = top.parent
        stage = top
        if (top)
            parent = top
        count(visible)
    }
    Component.onDestruction: count(false)

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
        // large type on a low screen: a little smaller, and whole
        scale: Math.min(1, (sheet.height - 2 * 24) / height)
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
