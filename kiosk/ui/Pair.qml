import QtQuick
import kiosk.ui

// A short heading in both languages on one line where there is room.
Flow {
    id: pair

    required property string word
    property int size: Theme.body
    property color color: Theme.ink
    property color sideColor: Theme.soft

    // measured apart from the texts, see BigButton
    readonly property real firstWidth: Math.ceil(firstMeasure.advanceWidth) + 4
    readonly property real secondWidth: Math.ceil(secondMeasure.advanceWidth) + 16
    readonly property bool oneLine: firstWidth + secondWidth + spacing <= width

    spacing: 4

    TextMetrics {
        id: firstMeasure

        font: first.font
        text: first.text
    }
    TextMetrics {
        id: secondMeasure

        font: second.font
        text: second.text
    }

    Plain {
        id: first

        color: pair.color
        font.bold: true
        font.pixelSize: pair.size
        text: Words.main[pair.word]
        width: Math.min(pair.firstWidth, pair.width)
    }
    Plain {
        id: second

        color: pair.sideColor
        leftPadding: pair.oneLine ? 12 : 0
        font.pixelSize: Math.max(24, Math.round(pair.size * 0.65))
        height: pair.oneLine ? Math.max(implicitHeight, Math.round(pair.size * 1.45)) : implicitHeight
        text: Words.side[pair.word]
        verticalAlignment: Text.AlignBottom
        width: Math.min(pair.secondWidth, pair.width)
    }
}
