import QtQuick
import kiosk.ui

// Language, large type, high contrast, voice and the call for staff, in this order on every screen. Under a tall screen, where
// they are reached from a wheelchair; beside the name of the hall on a wide one.
Row {
    id: tools

    // what the row may take up; 0 for as much as its words need
    property real room: 0
    readonly property real shown: voiceButton.visible ? 5 : 4
    readonly property real needed: languageButton.implicitWidth + largeButton.implicitWidth + contrastButton.implicitWidth + staffButton.implicitWidth + (voiceButton.visible ? voiceButton.implicitWidth : 0) + (shown - 1) * spacing
    // what is left over, or missing, once every word has its room
    readonly property real slack: room > 0 ? Math.floor((room - needed) / shown) : 6

    signal staffCalled()
    signal voiceAsked()

    spacing: 16

    BigButton {
        id: languageButton

        compact: true
        objectName: "tool.language"
        picture: "globe"
        size: Math.min(Theme.small, 31)
        tight: true
        width: implicitWidth + tools.slack
        word: "tool_language"

        onClicked: shell.nextLanguage()
    }
    BigButton {
        id: largeButton

        checkable: true
        checked: shell.large
        compact: true
        objectName: "tool.large"
        picture: "large"
        size: Math.min(Theme.small, 31)
        tight: true
        width: implicitWidth + tools.slack
        word: "tool_large"

        onClicked: shell.large = checked
    }
    BigButton {
        id: contrastButton

        checkable: true
        checked: shell.contrast
        compact: true
        objectName: "tool.contrast"
        picture: "contrast"
        size: Math.min(Theme.small, 31)
        tight: true
        width: implicitWidth + tools.slack
        word: "tool_contrast"

        onClicked: shell.contrast = checked
    }
    BigButton {
        id: voiceButton

        compact: true
        objectName: "tool.voice"
        picture: voice.on ? "sound" : "silent"
        size: Math.min(Theme.small, 31)
        tight: true
        visible: voice.there
        width: implicitWidth + tools.slack
        word: "tool_voice"

        onClicked: tools.voiceAsked()
    }
    BigButton {
        id: staffButton

        compact: true
        look: "alarm"
        objectName: "tool.staff"
        picture: "staff"
        size: Math.min(Theme.small, 31)
        tight: true
        width: implicitWidth + tools.slack
        word: "tool_staff"

        onClicked: tools.staffCalled()
    }
}
