import QtQuick
import kiosk.ui

// A label in both languages and, beside it, the value.
Row {
    id: fact

    required property string word
    required property string value
    property int labelWidth: Math.round(Math.min(width * 0.36, 300 * Theme.grow))
    property int size: Theme.body
    property bool strong: false

    spacing: 24

    Say {
        color: Theme.soft
        size: Theme.small
        width: fact.labelWidth
        word: fact.word
    }
    Plain {
        font.bold: fact.strong
        font.pixelSize: fact.size
        text: fact.value
        width: fact.width - fact.labelWidth - fact.spacing
    }
}
