import QtQuick
import kiosk.ui

// What the visitor sets of the voice: once more, louder, softer, off. Opened from the header; there only when one is heard.
Sheet {
    id: sheet

    Say {
        align: Text.AlignHCenter
        bold: true
        size: Theme.title
        width: parent.width
        word: "voice_title"
    }
    BigButton {
        look: "main"
        objectName: "voice.again"
        picture: "retry"
        width: parent.width
        word: "voice_again"

        onClicked: voice.again()
    }
    Row {
        spacing: 24
        width: parent.width

        BigButton {
            enabled: !voice.softest
            objectName: "voice.softer"
            picture: "softer"
            width: (parent.width - parent.spacing) / 2
            word: "voice_softer"

            onClicked: voice.softer()
        }
        BigButton {
            enabled: !voice.loudest
            objectName: "voice.louder"
            picture: "louder"
            width: (parent.width - parent.spacing) / 2
            word: "voice_louder"

            onClicked: voice.louder()
        }
    }
    Say {
        align: Text.AlignHCenter
        both: false
        values: [voice.volume]
        width: parent.width
        word: "voice_volume"
    }
    BigButton {
        objectName: "voice.toggle"
        picture: voice.on ? "silent" : "sound"
        width: parent.width
        word: voice.on ? "voice_off" : "voice_on"

        onClicked: voice.toggle()
    }
    BigButton {
        objectName: "voice.close"
        picture: "check"
        width: parent.width
        word: "voice_close"

        onClicked: sheet.visible = false
    }
}
