import QtQuick
import kiosk.ui

// One page taken: its picture, its number, whether it could be read, and the way to take it off.
Rectangle {
    id: thumb

    required property string pageId
    required property int n
    required property string reading
    required property string source

    signal dropped(string id)

    border.color: Theme.line
    border.width: Theme.border
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

            Image {
                anchors.fill: parent
                cache: false
                fillMode: Image.PreserveAspectFit
                source: thumb.source
                sourceSize.width: 360
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
        BigButton {
            both: false
            compact: true
            look: "alarm"
            objectName: "pages.drop." + (thumb.n - 1)
            picture: "erase"
            width: parent.width
            word: "pages_drop"

            onClicked: thumb.dropped(thumb.pageId)
        }
    }
}
