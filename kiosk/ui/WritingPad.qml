import QtQuick
import kiosk.ui

// Words without a keyboard: written with a finger, spelled in Pinyin, or figures. What was meant is chosen from a row
// of candidates; `typed` gives it to the entry above, `erased` takes its last character back.
Item {
    id: pad

    required property string name
    // the ways to write stand beside the field instead of above it
    property bool aside: false
    // what the pad may take up, so that all of it is in sight; the paper gives way
    property real room: Infinity
    property real mostHeight: Math.round(330 * Theme.grow)
    // of the keys beside the paper each stays 20 mm high
    readonly property real leastHeight: (marks.length + 1) * 64 + marks.length * keyGap
    // beside letters and strokes; a name has a dot instead (阿依古丽·买买提)
    property string marks: "，。"
    readonly property var markNames: ({ "，": "comma", "。": "stop", "·": "dot", "<": "erase" })
    property string way: "hand"
    property string letters: ""
    readonly property var offered: scribe.candidates
    readonly property real areaRoom: room - (aside ? 0 : ways.height + Theme.gap)
    readonly property real areaWidth: aside ? width - ways.width - Theme.gap : width
    readonly property real keyGap: 16

    signal typed(string text)
    signal erased()

    function choose(text, used) {
        typed(text)
        if (way === "hand") {
            paper.clear()
            scribe.draw([])
            return
        }
        letters = letters.slice(used)
        scribe.spell(letters)
    }
    function turnTo(other) {
        letters = ""
        paper.clear()
        scribe.spell("")
        way = other
    }
    function eraseOne() {
        if (letters !== "") {
            letters = letters.slice(0, -1)
            scribe.spell(letters)
        } else if (way === "hand" && paper.strokes.length > 0) {
            paper.clear()
            scribe.draw([])
        } else {
            erased()
        }
    }

    implicitHeight: aside ? Math.max(ways.height, area.height) : ways.height + Theme.gap + area.height

    Component.onDestruction: if (letters !== "" || offered.length > 0) scribe.spell("")

    Grid {
        id: ways

        columns: pad.aside ? 1 : 3
        spacing: pad.keyGap
        width: pad.aside ? Math.round(210 * Theme.grow) : pad.width

        Repeater {
            model: ["hand", "pinyin", "figures"]

            PadKey {
                required property string modelData

                face: Words.main["writing_" + modelData]
                height: Theme.touch
                objectName: pad.name + ".way." + modelData
                picked: pad.way === modelData
                size: Theme.small
                width: pad.aside ? ways.width : (ways.width - 2 * ways.spacing) / 3

                onClicked: pad.turnTo(modelData)
            }
        }
    }
    Column {
        id: area

        spacing: pad.keyGap
        width: pad.areaWidth
        x: pad.aside ? ways.width + Theme.gap : 0
        y: pad.aside ? 0 : ways.height + Theme.gap

        // one row that can be pushed sideways; its height never changes, so nothing jumps under the finger
        Item {
            height: Theme.touch
            visible: pad.way !== "figures"
            width: parent.width

            Plain {
                anchors.verticalCenter: parent.verticalCenter
                color: Theme.soft
                font.pixelSize: Theme.small
                text: scribe.looking ? "" : Words.main[pad.way === "hand" ? "writing_choose_hand" : "writing_choose_pinyin"]
                visible: pad.offered.length === 0 && pad.letters === ""
                width: parent.width
            }
            PadKey {
                id: raw

                face: pad.letters
                height: Theme.touch
                objectName: pad.name + ".letters"
                size: Theme.body
                visible: pad.letters !== ""
                width: Math.max(Theme.touch, implicitWidth + 40)

                onClicked: pad.choose(pad.letters, pad.letters.length)
            }
            ListView {
                id: row

                anchors { bottom: parent.bottom; left: raw.visible ? raw.right : parent.left; leftMargin: raw.visible ? pad.keyGap : 0; right: parent.right; rightMargin: further.width + pad.keyGap; top: parent.top }
                boundsBehavior: Flickable.StopAtBounds
                clip: true
                model: pad.offered
                orientation: ListView.Horizontal
                spacing: pad.keyGap

                delegate: PadKey {
                    required property var modelData
                    required property int index

                    face: modelData.text
                    height: Theme.touch
                    objectName: pad.name + ".candidate." + index
                    width: Math.max(Theme.touch, implicitWidth + 40)

                    onClicked: pad.choose(modelData.text, modelData.letters)
                }

                onModelChanged: positionViewAtBeginning()
            }
            PadKey {
                id: further

                anchors.right: parent.right
                face: "›"
                height: Theme.touch
                objectName: pad.name + ".further"
                // its place is kept: a row that grew when it goes would no longer need it
                visible: row.contentWidth > row.width
                width: Theme.touch

                onClicked: row.contentX = row.atXEnd ? 0 : Math.min(row.contentX + row.width * 0.8, row.contentWidth - row.width)
            }
        }
        Row {
            spacing: pad.keyGap
            visible: pad.way === "hand"

            WritingField {
                id: paper

                height: Math.max(pad.leastHeight, Math.min(pad.mostHeight, pad.areaRoom - Theme.touch - pad.keyGap))
                width: area.width - side.width - pad.keyGap

                onBegun: if (pad.way !== "hand") pad.turnTo("hand")
                onWritten: strokes => scribe.draw(strokes)
            }
            Column {
                id: side

                readonly property real keyHeight: (paper.height - pad.marks.length * pad.keyGap) / (pad.marks.length + 1)

                spacing: pad.keyGap
                width: Math.round(110 * Theme.grow)

                Repeater {
                    model: (pad.marks + "<").split("")

                    PadKey {
                        required property string modelData

                        face: modelData
                        height: side.keyHeight
                        size: Math.min(Theme.heading, Math.round(side.keyHeight * 0.6))
                        objectName: pad.name + ".hand." + pad.markNames[modelData]
                        width: side.width

                        onClicked: face === "<" ? pad.eraseOne() : pad.typed(face)
                    }
                }
            }
        }
        // fifty keys that are not seen are not made: a page with a pad has to come at once
        Loader {
            active: pad.way === "pinyin"
            visible: active
            width: area.width

            sourceComponent: Column {
                spacing: pad.keyGap

                Repeater {
                    model: ["qwertyuiop", "asdfghjkl", "zxcvbnm" + pad.marks + "<"]

                    Row {
                        required property string modelData

                        anchors.horizontalCenter: parent.horizontalCenter
                        spacing: pad.keyGap

                        Repeater {
                            model: parent.modelData.split("")

                            PadKey {
                                required property string modelData

                                face: modelData
                                height: Math.max(64, Math.min(Theme.touch, (pad.areaRoom - Theme.touch) / 3 - pad.keyGap))
                                objectName: pad.name + ".letter." + (pad.markNames[modelData] ?? modelData)
                                width: (area.width - 9 * pad.keyGap) / 10

                                onClicked: {
                                    if (face === "<") {
                                        pad.eraseOne()
                                    } else if (face >= "a" && face <= "z") {
                                        pad.letters += face
                                        scribe.spell(pad.letters)
                                    } else {
                                        pad.typed(face)
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        Loader {
            active: pad.way === "figures"
            visible: active
            width: area.width

            sourceComponent: Grid {
                columnSpacing: pad.keyGap
                columns: 5
                rowSpacing: pad.keyGap

                Repeater {
                    model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", ".", "-", "/", "年", "月", "日", "号", "元", "亩", "<"]

                    PadKey {
                        required property string modelData

                        face: modelData
                        height: Math.max(64, Math.min(Theme.touch, pad.areaRoom / 4 - pad.keyGap))
                        objectName: pad.name + ".figure." + (modelData === "<" ? "erase" : modelData)
                        width: (area.width - 4 * pad.keyGap) / 5

                        onClicked: face === "<" ? pad.eraseOne() : pad.typed(face)
                    }
                }
            }
        }
    }
}
