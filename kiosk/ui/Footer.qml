import QtQuick
import kiosk.ui

// One screen back, and the way out of the visit.
Rectangle {
    id: footer

    property bool backOffered: true

    signal back()
    signal end()

    color: Theme.surface
    implicitHeight: row.height + 2 * 20

    Rectangle {
        color: Theme.line
        height: Theme.border
        width: parent.width
    }
    Item {
        id: row

        height: Math.max(backButton.implicitHeight, endButton.implicitHeight)
        width: parent.width - 2 * Theme.margin
        x: Theme.margin
        y: 20

        BigButton {
            id: backButton

            compact: true
            height: parent.height
            objectName: "back"
            picture: "back"
            visible: footer.backOffered
            width: Math.round(300 * Theme.grow)
            word: "footer_back"

            onClicked: footer.back()
        }
        BigButton {
            id: endButton

            anchors.right: parent.right
            compact: true
            height: parent.height
            look: "alarm"
            objectName: "end"
            picture: "leave"
            width: Math.round(300 * Theme.grow)
            word: "footer_end"

            onClicked: footer.end()
        }
    }
}
