import QtQuick

// A page, drawn once it is decoded beside the screen.
Image {
    // of the page, in the model
    required property string address
    // px it is decoded at
    required property int wide

    cache: false
    fillMode: Image.PreserveAspectFit
    // who reads `count` asks again when one more picture is decoded
    source: darkroom.count >= 0 ? darkroom.shown(address, wide) : ""
    sourceSize.width: wide
}
