import QtQuick
import kiosk.ui

// One screen back, what lies below, and the way out. A row under a tall screen, a column beside a wide one.
Item {
    id: footer

    property bool backOffered: true
    property bool endOffered: true
    property bool upright: false
    // the StepPage above, or null
    property var page: null
    readonly property bool scrolls: page !== null && page.overflows
    readonly property real cell: upright ? width - 2 * 24 : (width - 2 * Theme.margin - 2 * Theme.gap) / 3

    signal back()
    signal end()

    implicitHeight: upright ? buttons.height + 24 : buttons.height + 2 * 20

    Grid {
        id: buttons

        columns: footer.upright ? 1 : 3
        spacing: footer.upright ? 16 : Theme.gap
        x: footer.upright ? 24 : Theme.margin
        y: footer.upright ? 0 : 20

        Item {
            height: backButton.implicitHeight
            visible: !footer.upright || footer.backOffered
            width: footer.cell

            BigButton {
                id: backButton

                compact: true
                objectName: "back"
                picture: "back"
                visible: footer.backOffered
                width: parent.width
                word: "footer_back"

                onClicked: footer.back()
            }
        }
        Item {
            // Not its own: what it says depends on the room left, and the room on this height.
            height: backButton.implicitHeight
            width: footer.cell

            BigButton {
                id: moreButton

                compact: true
                height: parent.height
                objectName: "more"
                picture: footer.scrolls && footer.page.atEnd ? "up" : "down"
                visible: footer.scrolls
                width: parent.width
                word: footer.scrolls && footer.page.atEnd ? "more_top" : "more_below"

                onClicked: footer.page.turn()
            }
        }
        Item {
            height: endButton.implicitHeight
            visible: !footer.upright || footer.endOffered
            width: footer.cell

            BigButton {
                id: endButton

                compact: true
                look: "alarm"
                objectName: "end"
                picture: "leave"
                visible: footer.endOffered
                width: parent.width
                word: "footer_end"

                onClicked: footer.end()
            }
        }
    }
}
