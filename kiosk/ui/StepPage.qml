import QtQuick
import kiosk.ui

// The frame of a step: title, one leading sentence, what scrolls, and the main buttons, which never scroll away.
Item {
    id: page

    required property string name
    required property string title
    property var titleValues: []
    property string lead: ""
    property var leadValues: []
    property int maxWidth: 1320
    readonly property bool portrait: width < height * 1.25
    default property alias content: column.data
    property alias spacing: column.spacing
    property alias actions: buttons.data
    property alias actionsSpacing: buttons.spacing
    readonly property real innerWidth: Math.min(width - 2 * Theme.margin, maxWidth)
    readonly property real room: height - head.y - head.height - 28 - actionsArea.height
    readonly property bool overflows: column.height + 28 > room

    Column {
        id: head

        spacing: 12
        width: page.innerWidth
        x: (page.width - width) / 2
        y: 28

        Say {
            bold: true
            size: Theme.title
            values: page.titleValues
            width: parent.width
            word: page.title
        }
        Say {
            color: Theme.soft
            size: Theme.body
            values: page.leadValues
            visible: page.lead !== ""
            width: parent.width
            word: page.lead !== "" ? page.lead : page.title
        }
    }
    Flickable {
        id: scroll

        anchors { left: parent.left; right: parent.right; top: head.bottom; topMargin: 28 }
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        contentHeight: column.height + 28
        contentWidth: width
        height: page.room - (page.overflows ? more.height + 12 : 0)
        interactive: contentHeight > height
        objectName: page.name + ".scroll"

        Column {
            id: column

            spacing: Theme.gap
            width: page.innerWidth
            x: (page.width - width) / 2
        }
    }
    // Somebody who never scrolled a screen still finds what stands below.
    BigButton {
        id: more

        readonly property bool atEnd: scroll.contentHeight - scroll.height - scroll.contentY < 8

        anchors { bottom: actionsArea.top; horizontalCenter: parent.horizontalCenter }
        compact: true
        objectName: page.name + ".more"
        picture: atEnd ? "up" : "down"
        visible: page.overflows
        width: page.innerWidth
        word: atEnd ? "more_top" : "more_below"

        onClicked: scroll.contentY = atEnd ? 0 : Math.min(scroll.contentY + scroll.height * 0.7, scroll.contentHeight - scroll.height)
    }
    Item {
        id: actionsArea

        anchors { bottom: parent.bottom; left: parent.left; right: parent.right }
        height: buttons.height > 0 ? buttons.height + 2 * 24 : 0

        Flow {
            id: buttons

            layoutDirection: Qt.RightToLeft
            spacing: Theme.gap
            width: page.innerWidth
            x: (page.width - width) / 2
            y: 24
        }
    }
}
