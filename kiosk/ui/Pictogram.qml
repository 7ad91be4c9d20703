import QtQuick
import kiosk.ui

// A drawing of kiosk/ui/pictograms in one colour.
Image {
    id: drawing

    required property string name
    property color color: Theme.ink
    property int side: 64

    fillMode: Image.PreserveAspectFit
    height: side
    source: name === "" ? "" : "image://pictogram/" + name + "/" + drawing.color.toString().slice(-6)
    sourceSize: Qt.size(side * 2, side * 2)
    width: side
}
