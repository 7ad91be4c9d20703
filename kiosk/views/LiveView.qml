import QtQuick
import kiosk.ui

// What lies under the camera, moving; a ring fills while a page comes to rest, and one sentence says what to do.
Rectangle {
    id: live

    required property QtObject model
    property real maxHeight: 1000

    border.color: Theme.main
    border.width: 4
    color: Theme.surface
    implicitHeight: picture.y + picture.height + 12
    radius: Theme.radius

    Rectangle {
        id: picture

        clip: true
        color: "#2B2926"
        // 4:3 as document cameras see, as far as there is room
        height: Math.max(160, Math.min(Math.round(width * 0.75), live.maxHeight - y - 12))
        width: parent.width - 24
        x: 12
        y: words.y + words.height + 12

        Image {
            anchors.fill: parent
            cache: false
            fillMode: Image.PreserveAspectFit
            source: live.model.picture
        }
        Canvas {
            id: ring

            property real part: live.model.lying === "taken" ? 1 : live.model.resting

            anchors.centerIn: parent
            height: width
            visible: part > 0
            width: Math.min(parent.width, parent.height) * 0.42

            onPaint: {
                const pen = getContext("2d")
                const middle = width / 2, radius = middle - 16
                pen.clearRect(0, 0, width, height)
                // light round dark, so that it stands out from paper and table alike
                pen.lineWidth = 32
                pen.strokeStyle = "#FFFFFF"
                pen.beginPath()
                pen.arc(middle, middle, radius, 0, 2 * Math.PI)
                if (live.model.lying === "taken") {
                    pen.fillStyle = "#E0FFFFFF"
                    pen.fill()
                }
                pen.stroke()
                pen.lineWidth = 20
                pen.strokeStyle = "#1D6844"
                pen.beginPath()
                pen.arc(middle, middle, radius, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * part)
                pen.stroke()
            }
            onPartChanged: requestPaint()
        }
        Pictogram {
            anchors.centerIn: parent
            color: "#1D6844"
            name: "check"
            side: ring.width * 0.5
            visible: live.model.lying === "taken"
        }
    }
    Say {
        id: words

        readonly property string state: live.model.capturing ? "settled" : live.model.lying

        align: Text.AlignHCenter
        bold: true
        size: Theme.heading
        values: [live.model.retaking]
        width: parent.width - 48
        word: live.model.retaking && !live.model.capturing ? "pages_again" : state ? "pages_lying_" + state : "pages_live"
        x: 24
        y: 12
    }
}
