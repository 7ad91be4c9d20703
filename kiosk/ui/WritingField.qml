import QtQuick
import kiosk.ui

// Paper for a finger. `strokes` is what stands on it; a moment after the last lift it is `written`.
Rectangle {
    id: field

    property var strokes: []
    // ms after the finger was lifted: shorter than the pause between two characters, longer than between two strokes
    property int pause: 550
    property string hint: "writing_here"

    signal written(var strokes)
    signal begun()

    function clear() {
        settle.stop()
        strokes = []
        ink.requestPaint()
    }

    border.color: Theme.main
    border.width: 3
    color: Theme.surface
    height: Math.round(330 * Theme.grow)
    objectName: "writing.field"
    radius: Theme.radius

    Say {
        align: Text.AlignHCenter
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.soft
        visible: field.strokes.length === 0
        width: parent.width - 48
        word: field.hint
        x: 24
    }
    Canvas {
        id: ink

        anchors.fill: parent

        onPaint: {
            const pen = getContext("2d")
            pen.clearRect(0, 0, width, height)
            pen.strokeStyle = Theme.ink
            pen.lineWidth = 12
            pen.lineCap = "round"
            pen.lineJoin = "round"
            for (const stroke of field.strokes) {
                pen.beginPath()
                pen.moveTo(stroke[0] * height, stroke[1] * height)
                for (let n = 2; n < stroke.length; n += 2)
                    pen.lineTo(stroke[n] * height, stroke[n + 1] * height)
                // a dot is a line that goes nowhere
                if (stroke.length === 2)
                    pen.lineTo(stroke[0] * height + 0.5, stroke[1] * height)
                pen.stroke()
            }
        }
    }
    MouseArea {
        anchors.fill: parent
        preventStealing: true

        onPositionChanged: mouse => {
            const last = field.strokes[field.strokes.length - 1]
            last.push(mouse.x / height, mouse.y / height)
            ink.requestPaint()
        }
        onPressed: mouse => {
            settle.stop()
            field.begun()
            field.strokes = [...field.strokes, [mouse.x / height, mouse.y / height]]
            ink.requestPaint()
        }
        onReleased: settle.restart()
    }
    Timer {
        id: settle

        interval: field.pause

        onTriggered: field.written(field.strokes)
    }
}
