import QtQuick
import kiosk.ui

// A short heading in both languages, on one line where there is room.
Item {
    id: pair

    required property string word
    property int size: Theme.body
    property color color: Theme.ink
    property color sideColor: Theme.soft
    // false: the other language stands there only where it needs no line of its own
    property bool both: true
    // measured apart from the texts, see BigButton
    readonly property real firstWidth: Math.ceil(firstMeasure.advanceWidth) + 4
    readonly property real secondWidth: Math.ceil(secondMeasure.advanceWidth) + 4
    readonly property bool oneLine: firstWidth + secondWidth + 16 <= width

    implicitHeight: oneLine || !both ? first.height : first.height + second.height

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
        width: pair.width
    }
    Plain {
        id: second

        color: pair.sideColor
        font.pixelSize: Math.max(24, Math.round(pair.size * 0.65))
        text: Words.side[pair.word]
        visible: pair.both || pair.oneLine
        width: pair.oneLine ? pair.secondWidth : pair.width
        x: pair.oneLine ? pair.firstWidth + 12 : 0
        y: pair.oneLine ? first.baselineOffset - second.baselineOffset : first.height
    }
}
