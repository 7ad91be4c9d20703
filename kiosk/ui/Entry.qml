import QtQuick
import QtQuick.Templates as T
import kiosk.ui

// A line to type into.
T.TextField {
    id: entry

    // Put in at the cursor, as a key would.
    function write(text) {
        if (selectedText !== "")
            remove(selectionStart, selectionEnd)
        insert(cursorPosition, text.slice(0, maximumLength - length))
    }
    function eraseOne() {
        if (selectedText !== "")
            remove(selectionStart, selectionEnd)
        else if (cursorPosition > 0)
            remove(cursorPosition - 1, cursorPosition)
    }

    Accessible.role: Accessible.EditableText
    color: Theme.ink
    font.family: Theme.family
    font.pixelSize: Theme.heading
    implicitHeight: Math.max(Theme.bigTouch * 0.8, contentHeight + 40)
    inputMethodHints: Qt.ImhNoPredictiveText | Qt.ImhSensitiveData
    leftPadding: 28
    rightPadding: 28
    selectByMouse: true
    selectedTextColor: Theme.inverse
    selectionColor: Theme.main
    verticalAlignment: TextInput.AlignVCenter

    background: Rectangle {
        border.color: entry.activeFocus ? Theme.main : Theme.soft
        border.width: entry.activeFocus ? 5 : 3
        color: Theme.surface
        radius: Theme.radius
    }
}
