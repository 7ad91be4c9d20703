import QtQuick
import kiosk.ui

// One page taken: its picture, its number, whether it could be read; its place, taking it again, taking it off.
Rectangle {
    id: thumb

    required property string pageId
    required property int n
    required property string reading
    required property string source
    required property bool retaking
    required property bool last

    signal dropped(string id)
    signal moved(string id, int by)
    signal retaken(string id)

    border.color: retaking ? Theme.main : Theme.line
    border.width: retaking ? 6 : Theme.border
    color: Theme.surface
    height: column.height + 32
    radius: Theme.radius

    Column {
        id: column

        spacing: 14
        width: parent.width - 32
        x: 16
        y: 16

        Rectangle {
            color: Theme.ground
            height: width * 1.3
            width: parent.width

            PagePicture {
                address: thumb.source
                anchors.fill: parent
                wide: 360
            }
            Rectangle {
                color: Theme.main
                height: digit.height + 12
                radius: 10
                width: Math.max(height, digit.width + 24)

                Plain {
                    id: digit

                    anchors.centerIn: parent
                    color: Theme.inverse
                    font.bold: true
                    lineHeight: 1
                    text: thumb.n
                    wrapMode: Text.NoWrap
                }
            }
        }
        Chip {
            both: false
            look: thumb.reading === "read" ? "good" : thumb.reading !== "reading" ? "doubt" : "plain"
            picture: thumb.reading === "read" ? "check" : thumb.reading !== "reading" ? "alert" : "clock"
            width: parent.width
            word: "pages_state_" + thumb.reading
        }
        Grid {
            id: keys

            readonly property int keyWidth: Math.floor((width - columnSpacing) / 2)

            columnSpacing: 16
            columns: 2
            rowSpacing: 16
            width: parent.width

            BigButton {
                both: false
                compact: true
                enabled: thumb.n > 1
                objectName: "pages.earlier." + (thumb.n - 1)
                tight: true
                width: keys.keyWidth
                word: "pages_earlier"

                onClicked: thumb.moved(thumb.pageId, -1)
            }
            BigButton {
                both: false
                compact: true
                enabled: !thumb.last
                objectName: "pages.later." + (thumb.n - 1)
                tight: true
                width: keys.keyWidth
                word: "pages_later"

                onClicked: thumb.moved(thumb.pageId, 1)
            }
            BigButton {
                both: false
                compact: true
                objectName: "pages.retake." + (thumb.n - 1)
                tight: true
                width: keys.keyWidth
                word: thumb.retaking ? "pages_retake_not" : "pages_retake"

                onClicked: thumb.retaken(thumb.pageId)
            }
            BigButton {
                both: false
                compact: true
                look: "alarm"
                objectName: "pages.drop." + (thumb.n - 1)
                tight: true
                width: keys.keyWidth
                word: "pages_drop"

                onClicked: thumb.dropped(thumb.pageId)
            }
        }
    }
}
