import QtQuick
import kiosk.ui

// One upright page; a frame marks where the chosen line stood, and the page slides so that it is seen.
Rectangle {
    id: paper

    required property QtObject model
    property int page: 0
    property var region: []

    function showField(fieldId) {
        const at = model.pageOf(fieldId)
        region = model.regionOf(fieldId)
        if (at >= 0)
            page = at
    }

    color: Theme.contrast ? "#000000" : "#E7DFD0"

    Flickable {
        id: desk

        readonly property real zoomedWidth: width - 48

        anchors { fill: parent; bottomMargin: turner.visible ? turner.height + 24 : 0 }
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        contentHeight: picture.height + 48
        contentWidth: width

        PagePicture {
            id: picture

            address: paper.page < paper.model.pages.length ? paper.model.pages[paper.page] : ""
            height: implicitWidth > 0 ? width * implicitHeight / implicitWidth : width * 1.414
            wide: 1400
            width: desk.zoomedWidth
            x: 24
            y: 24

            // the next one is decoded ahead
            onStatusChanged: if (status === Image.Ready && paper.page + 1 < paper.model.pages.length) darkroom.ahead(paper.model.pages[paper.page + 1], wide)

            Rectangle {
                id: frame

                readonly property bool known: paper.region.length === 4

                border.color: "#A3301F"
                border.width: 6
                color: "#40FFC94A"
                height: known ? paper.region[3] * picture.height + 20 : 0
                radius: 8
                visible: known && paper.region.length === 4 && picture.status === Image.Ready
                width: known ? paper.region[2] * picture.width + 20 : 0
                x: known ? paper.region[0] * picture.width - 10 : 0
                y: known ? paper.region[1] * picture.height - 10 : 0

                onYChanged: desk.contentY = Math.max(0, Math.min(y - desk.height / 3, desk.contentHeight - desk.height))
            }
        }
    }
    Row {
        id: turner

        anchors { bottom: parent.bottom; bottomMargin: 12; horizontalCenter: parent.horizontalCenter }
        spacing: Theme.gap
        visible: paper.model.pages.length > 1

        BigButton {
            both: false
            compact: true
            enabled: paper.page > 0
            objectName: "form.page.previous"
            picture: "back"
            word: "form_page_previous"

            onClicked: {
                paper.region = []
                paper.page -= 1
            }
        }
        Plain {
            anchors.verticalCenter: parent.verticalCenter
            font.bold: true
            text: (paper.page + 1) + " / " + paper.model.pages.length
            wrapMode: Text.NoWrap
        }
        BigButton {
            both: false
            compact: true
            enabled: paper.page + 1 < paper.model.pages.length
            objectName: "form.page.next"
            picture: "next"
            word: "form_page_next"

            onClicked: {
                paper.region = []
                paper.page += 1
            }
        }
    }
}
