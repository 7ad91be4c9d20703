import QtQuick
import kiosk.ui

// Left (portrait: top) the page with the place of the chosen line; right (below) the lines, questions and choices.
Item {
    id: view

    required property QtObject model
    property string chosen: ""
    property string editing: ""
    // a person asked where a line stands on paper
    property bool sought: false
    // who would go on with questions unanswered is shown them, once: no answer is an answer too
    property bool pointed: false
    readonly property bool asking: model.unasked > 0 && !pointed
    // the place is chosen from a list first
    property bool choosing: false
    // the lines are made one after the other between frames and shown once all of them stand
    property bool coming: true
    readonly property Item page: editing !== "" ? writing.item && writing.item.page : lines
    readonly property bool portrait: width < height * 1.25
    // a summary stands nowhere on paper: its own words need the room
    readonly property bool comparing: model.toCheck > 0 && (chosen === "" || model.regionOf(chosen).length > 0)

    function choose(fieldId) {
        chosen = fieldId
        paper.showField(fieldId)
    }
    function seek(fieldId) {
        sought = true
        choose(fieldId)
    }
    function arrive() {
        for (let n = 0; n < rows.count; n++)
            if (!rows.itemAt(n) || rows.itemAt(n).status !== Loader.Ready)
                return
        settling.running = questions.status === Loader.Ready
    }
    // the line that is shown on paper stays in sight with its buttons
    function follow(row) {
        if (row.fieldId === chosen && editing === "")
            Qt.callLater(lines.reveal, row)
    }
    // what the next step waits for, instead of a button that does nothing
    function attend() {
        if (model.toCheck === 0 && model.complete)
            return point()
        const wanted = model.attention
        if (model.toCheck === 0)
            return edit(wanted)
        choose(wanted)
        for (let n = 0; n < rows.count; n++)
            if (rows.itemAt(n).fieldId === wanted)
                lines.reveal(rows.itemAt(n))
    }
    function point() {
        pointed = true
        Qt.callLater(lines.show, questions)
    }
    // what nobody has looked at yet: the lines that were certain, and what follows them
    function goOn() {
        for (let n = 0; n < rows.count; n++)
            if (rows.itemAt(n).group !== "doubtful")
                return lines.show(rows.itemAt(n))
        lines.show(noted.visible ? noted : questions)
    }
    // who has said yes to a line is shown the next one, with its place on paper; after the last what comes then
    function keep(fieldId) {
        model.keep(fieldId)
        if (model.toCheck > 0)
            return attend()
        chosen = ""
        Qt.callLater(goOn)
    }
    function edit(fieldId) {
        choosing = model.lineOf(fieldId).kind === "place" && model.towns.length > 0
        editing = fieldId
    }
    function back() {
        if (choosing && writing.item && writing.item.back())
            return true
        const was = editing !== ""
        editing = ""
        return was
    }

    Component.onCompleted: if (model.firstLocated) choose(model.firstLocated)

    // all stand; the first frame puts them into their places
    FrameAnimation {
        id: settling

        onTriggered: if (currentFrame > 0) {
            view.coming = false
            stop()
        }
    }
    Grid {
        id: halves

        anchors.fill: parent
        columns: view.portrait ? 1 : 2

        PaperView {
            id: paper

            height: view.portrait ? Math.round(view.height * (shell.large ? 0.26 : 0.32)) : halves.height
            model: view.model
            // in portrait it takes the room of the lines: once nothing is left to compare, they are seen at a glance instead
            visible: view.model.pages.length > 0 && (!view.portrait || view.sought || view.comparing || view.model.reading > 0)
            width: view.portrait ? halves.width : Math.round(halves.width * 0.4)
        }
        StepPage {
            id: lines

            // nothing stands on paper that a tap could show
            readonly property bool unread: view.model.firstLocated === "" && view.model.reading === 0

            coming: view.coming
            height: view.portrait && paper.visible ? halves.height - paper.height : halves.height
            lead: unread ? "form_lead_without" : !paper.visible ? "form_lead_sure" : view.portrait || shell.large || view.model.toCheck > 0 ? "" : "form_lead"
            name: "form"
            title: "form_title"
            width: view.portrait || !paper.visible ? halves.width : halves.width - paper.width

            Busy {
                visible: view.model.reading > 0
                width: parent.width
                word: "form_reading"
            }
            Repeater {
                id: rows

                model: view.model.fields

                Loader {
                    id: place

                    required property var model
                    required property string fieldId
                    required property string group
                    readonly property bool chosen: fieldId === view.chosen

                    asynchronous: view.coming
                    width: lines.innerWidth

                    sourceComponent: FieldRow {
                        chosen: place.chosen
                        fieldId: place.fieldId
                        first: place.model.first
                        group: place.group
                        kind: place.model.kind
                        remark: place.model.remark
                        source: place.model.source
                        status: place.model.status
                        value: place.model.value

                        onEdited: view.edit(fieldId)
                        onKept: view.keep(fieldId)
                        onRemoved: view.model.remove(fieldId)
                        onTapped: view.seek(fieldId)
                    }

                    onChosenChanged: view.follow(place)
                    onHeightChanged: view.follow(place)
                    onLoaded: view.arrive()
                    onYChanged: view.follow(place)
                }
            }
            Panel {
                id: noted

                visible: view.model.folded.length > 0
                width: parent.width

                Row {
                    spacing: 24
                    width: parent.width

                    Column {
                        anchors.verticalCenter: parent.verticalCenter
                        spacing: 12
                        width: parent.width - opener.width - parent.spacing

                        Say {
                            bold: true
                            color: Theme.main
                            values: [view.model.folded.length]
                            width: parent.width
                            word: "form_folded"
                        }
                        Plain {
                            color: Theme.soft
                            font.pixelSize: Theme.small
                            text: view.model.folded.join("；")
                            width: parent.width
                        }
                    }
                    BigButton {
                        id: opener

                        anchors.verticalCenter: parent.verticalCenter
                        compact: true
                        objectName: "form.unfold"
                        picture: "down"
                        word: "form_unfold"

                        onClicked: view.model.unfold()
                    }
                }
            }
            // whose card it is comes first when the papers name somebody else
            Loader {
                active: view.model.holderRemarks.length > 0
                sourceComponent: holderPart
                visible: active
                width: parent.width
            }
            Repeater {
                model: view.model.notes

                Say {
                    required property var modelData

                    color: Theme.doubt
                    size: Theme.small
                    values: modelData.values
                    width: lines.innerWidth
                    word: modelData.word
                }
            }
            Loader {
                id: questions

                asynchronous: true
                width: parent.width

                sourceComponent: FormQuestions {
                    model: view.model
                    pointed: view.pointed
                }

                onLoaded: view.arrive()
            }
            Loader {
                active: view.model.holderRemarks.length === 0
                sourceComponent: holderPart
                visible: active
                width: parent.width
            }

            actions: BigButton {
                readonly property bool filled: view.model.toCheck === 0 && view.model.complete
                readonly property bool ready: filled && !view.asking

                // what is still missing stands on the button itself, which leads there
                enabled: filled || view.model.attention !== ""
                look: ready ? "main" : "plain"
                objectName: ready ? "form.next" : "form.attend"
                picture: ready ? "next" : "alert"
                size: Theme.heading
                values: [view.model.toCheck]
                width: lines.innerWidth
                word: view.model.toCheck > 0 ? "form_to_check" : !filled ? "form_incomplete" : view.asking ? "form_to_answer" : "form_next"

                onClicked: ready ? view.model.proceed() : view.attend()
            }
        }
    }
    Component {
        id: holderPart

        Panel {
            color: Theme.tint
            width: parent.width

            Flow {
                spacing: 20
                width: parent.width

                Say {
                    color: Theme.soft
                    size: Theme.small
                    width: Math.round(240 * Theme.grow)
                    word: "form_holder"
                }
                Plain {
                    font.bold: true
                    text: view.model.holderName + "　" + view.model.holderNumber
                    wrapMode: Text.NoWrap
                }
                Chip {
                    both: false
                    look: view.model.verified ? "good" : "doubt"
                    picture: view.model.verified ? "check" : "alert"
                    word: view.model.verified ? "holder_verified" : view.model.printed ? "holder_printed" : "holder_unverified"
                }
            }
            Repeater {
                model: view.model.holderRemarks

                Plain {
                    required property string modelData

                    color: Theme.doubt
                    font.pixelSize: Theme.small
                    text: Words.ordered(modelData)
                    width: lines.innerWidth - 64
                }
            }
        }
    }
    Loader {
        id: writing

        active: view.editing !== ""
        anchors.fill: parent
        sourceComponent: view.choosing ? listPart : padPart

        Component {
            id: listPart

            PlacePicker {
                fieldId: view.editing
                model: view.model

                onClosed: view.editing = ""
                onWritingAsked: view.choosing = false
            }
        }
        Component {
            id: padPart

            FieldEditor {
                fieldId: view.editing
                model: view.model

                onClosed: view.editing = ""
            }
        }
    }
}
