import QtQuick
import kiosk.ui

// The four questions asked of everybody, and the two choices that are the visitor's alone.
Column {
    id: asked

    required property QtObject model
    // asked one by one: when the papers say something of them, or one of them is to be answered with yes
    property bool opened: false
    // the visitor was led here because some are open
    property bool pointed: false
    readonly property bool apart: opened || model.questionsApart

    spacing: Theme.gap

    Say {
        bold: true
        color: Theme.main
        size: Theme.heading
        width: parent.width
        word: "form_questions"
    }
    Note {
        look: "doubt"
        picture: "question"
        visible: asked.pointed && asked.model.unasked > 0
        width: parent.width
        word: "form_questions_open"
    }
    // most visitors have been nowhere else: one question and one touch instead of four
    Panel {
        padding: 28
        visible: !asked.apart
        width: parent.width

        Say {
            width: parent.width
            word: "form_questions_all"
        }
        Row {
            spacing: 20
            width: parent.width

            BigButton {
                look: asked.model.unanswered === 0 ? "main" : "plain"
                objectName: "form.questions.none"
                picture: asked.model.unanswered === 0 ? "check" : ""
                size: Theme.body
                width: (parent.width - parent.spacing) / 2
                word: "form_questions_none"

                onClicked: asked.model.answerNone()
            }
            BigButton {
                objectName: "form.questions.some"
                size: Theme.body
                width: (parent.width - parent.spacing) / 2
                word: "form_questions_some"

                onClicked: asked.opened = true
            }
        }
    }
    BigButton {
        objectName: "form.questions.rest"
        picture: "check"
        visible: asked.apart && asked.model.unanswered > 0
        width: parent.width
        word: "form_questions_rest"

        onClicked: asked.model.answerNone()
    }
    Repeater {
        model: asked.apart ? asked.model.questions : []

        Column {
            id: one

            required property var modelData

            spacing: Theme.gap / 4
            width: asked.width

            YesNo {
                answer: one.modelData.answer
                name: "form.question." + one.modelData.question
                width: parent.width
                word: "question_" + one.modelData.question

                onAnswered: yes => asked.model.answer(one.modelData.question, yes)
            }
            // what the papers say about it, and how sure the reading is
            Say {
                color: Theme.doubt
                size: Theme.small
                values: [one.modelData.page, one.modelData.words, one.modelData.sure]
                visible: one.modelData.words !== ""
                width: parent.width
                word: "question_hint"
            }
        }
    }
    Say {
        bold: true
        color: Theme.main
        size: Theme.heading
        width: parent.width
        word: "form_choices"
    }
    YesNo {
        answer: asked.model.publish ? "yes" : "no"
        name: "form.publish"
        width: parent.width
        word: "form_publish_ask"

        onAnswered: yes => asked.model.decide(yes, asked.model.confidential)
    }
    YesNo {
        answer: asked.model.confidential ? "yes" : "no"
        name: "form.confidential"
        width: parent.width
        word: "form_confidential_ask"

        onAnswered: yes => asked.model.decide(asked.model.publish, yes)
    }
}
