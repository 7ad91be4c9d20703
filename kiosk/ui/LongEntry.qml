import QtQuick
import QtQuick.Templates as T
import kiosk.ui

// Several lines to type into; what does not fit is pushed up, the end stays in sight.
Flickable {
    id: view

    property alias text: area.text
    property alias entryName: area.objectName
    property int lines: 3

    function write(text) {
        if (area.selectedText !== "")
            area.remove(area.selectionStart, area.selectionEnd)
        area.insert(area.cursorPosition, text)
    }
    function eraseOne() {
        if (area.selectedText !== "")
            area.remove(area.selectionStart, area.selectionEnd)
        else if (area.cursorPosition > 0)
            area.remove(area.cursorPosition - 1, area.cursorPosition)
    }
    function take() {
        area.forceActiveFocus()
        area.cursorPosition = area.length
    }

    boundsBehavior: Flickable.StopAtBounds
    clip: true
    contentHeight: area.height
    contentWidth: width
    height: Math.round(lines * Theme.body * 1.45 + 40)

    T.TextArea {
        id: area

        Accessible.role: Accessible.EditableText
        color: Theme.ink
        font.family: Theme.family
        font.pixelSize: Theme.body
        height: Math.max(view.height, implicitHeight)
        implicitHeight: contentHeight + topPadding + bottomPadding
        inputMethodHints: Qt.ImhNoPredictiveText | Qt.ImhSensitiveData
        padding: 20
        leftPadding: 28
        rightPadding: 28
        selectByMouse: true
        selectedTextColor: Theme.inverse
        selectionColor: Theme.main
        textFormat: TextEdit.PlainText
        width: view.width
        wrapMode: TextEdit.Wrap

        background: Rectangle {
            border.color: area.activeFocus ? Theme.main : Theme.soft
            border.width: area.activeFocus ? 5 : 3
            color: Theme.surface
            radius: Theme.radius
        }

        onCursorRectangleChanged: {
            const bottom = cursorRectangle.y + cursorRectangle.height + bottomPadding
            if (bottom > view.contentY + view.height)
                view.contentY = bottom - view.height
            else if (cursorRectangle.y - topPadding < view.contentY)
                view.contentY = Math.max(0, cursorRectangle.y - topPadding)
        }
    }
}
