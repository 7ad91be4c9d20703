import QtQuick
import kiosk.ui

// Text in the hall's type, wrapped inside its width.
Text {
    color: Theme.ink
    font.family: Theme.family
    font.pixelSize: Theme.body
    lineHeight: 1.15
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
}
