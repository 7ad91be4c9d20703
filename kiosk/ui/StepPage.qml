import QtQuick
import kiosk.ui

// The frame of a step: title, one leading sentence, what scrolls, and the main buttons, which never scroll away.
Item {
    id: frame

    required property string name
    required property string title
    property string lead: ""
    property int maxWidth: 1560
    // a keyboard needs the room: the progress above, the second language of the lead, and in large type that of the title make way
    property bool crowded: false
    // what scrolls is not seen while it is still being made
    property bool coming: false
    // the page whose `turn` scrolls; a view that holds several pages names the visible one
    readonly property Item page: frame
    readonly property bool portrait: width < height * 1.25
    property Item leading: null
    default property alias content: column.data
    property alias spacing: column.spacing
    property alias actions: buttons.data
    property alias actionsSpacing: buttons.spacing
    readonly property real innerWidth: Math.min(width - 2 * Theme.margin, maxWidth)
    readonly property real room: height - head.y - head.height - 24 - actionsArea.height
    // height of what is seen without turning the page
    readonly property real inSight: room - 28
    readonly property bool overflows: column.height + 28 > room + 1
    readonly property bool atEnd: scroll.contentHeight - scroll.height - scroll.contentY < 8

    // A screen further down; from the end back to the top. What was cut at the lower edge comes first then.
    function turn() {
        leading = null
        const most = scroll.contentY + scroll.height * 0.75, edge = scroll.contentY + scroll.height - fade.height
        const cut = Array.from(column.children).find(part => part.visible && part.y + part.height > edge)
        const next = cut && cut.y > most ? cut.y - 8 : most
        scroll.contentY = atEnd ? 0 : Math.min(next, scroll.contentHeight - scroll.height)
    }

    // Bring an item into sight: what can be done about it stands at its lower edge.
    function reveal(item) {
        leading = null
        const top = item.mapToItem(column, 0, 0).y, below = top + item.height + 28
        if (below > scroll.contentY + scroll.height || top < scroll.contentY)
            scroll.contentY = Math.max(0, below - scroll.height)
    }

    // Bring an item to the top, as far as the page goes, and keep it there while what stands above it still takes its place.
    function show(item) {
        leading = item
        settle()
    }
    function settle() {
        if (leading)
            scroll.contentY = Math.max(0, Math.min(leading.mapToItem(column, 0, 0).y - 8, scroll.contentHeight - scroll.height))
    }

    Column {
        id: head

        spacing: 8
        width: frame.innerWidth
        x: (frame.width - width) / 2
        y: 24

        Pair {
            both: !(frame.crowded && shell.large)
            size: Theme.title
            width: parent.width
            word: frame.title
        }
        Say {
            both: frame.portrait && !frame.crowded
            color: Theme.soft
            size: Theme.body
            // large type on a low screen leaves no room beside what is to be done; the voice says it
            visible: frame.lead !== "" && !(shell.large && (!frame.portrait || frame.crowded))
            width: parent.width
            word: frame.lead !== "" ? frame.lead : frame.title
        }
    }
    Flickable {
        id: scroll

        anchors { left: parent.left; right: parent.right; top: head.bottom; topMargin: 24 }
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        contentHeight: column.height + 28
        contentWidth: width
        height: Math.max(0, frame.room)
        interactive: contentHeight > height
        objectName: frame.name + ".scroll"

        onContentHeightChanged: frame.settle()
        onHeightChanged: frame.settle()
        onMovementStarted: frame.leading = null

        Column {
            id: column

            opacity: frame.coming ? 0 : 1
            spacing: Theme.gap
            width: frame.innerWidth
            x: (frame.width - width) / 2
        }
    }
    // The edge fades so that a cut line reads as "it goes on".
    Rectangle {
        id: fade

        anchors { bottom: scroll.bottom; left: parent.left; right: parent.right }
        height: 56
        visible: frame.overflows && !frame.atEnd

        gradient: Gradient {
            GradientStop { color: Qt.rgba(Theme.ground.r, Theme.ground.g, Theme.ground.b, 0); position: 0 }
            GradientStop { color: Theme.ground; position: 1 }
        }
    }
    // And above: so narrow that what a turn brings to the top stays clear.
    Rectangle {
        anchors { left: parent.left; right: parent.right; top: scroll.top }
        height: 20
        visible: scroll.contentY > 8

        gradient: Gradient {
            GradientStop { color: Theme.ground; position: 0.3 }
            GradientStop { color: Qt.rgba(Theme.ground.r, Theme.ground.g, Theme.ground.b, 0); position: 1 }
        }
    }
    Item {
        id: actionsArea

        anchors { bottom: parent.bottom; left: parent.left; right: parent.right }
        height: buttons.height > 0 ? buttons.height + 2 * 20 : 0

        Flow {
            id: buttons

            layoutDirection: Qt.RightToLeft
            spacing: Theme.gap
            width: frame.innerWidth
            x: (frame.width - width) / 2
            y: 20
        }
    }
}
