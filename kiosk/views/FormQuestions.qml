import QtQuick
import kiosk.ui

// The four questions asked of everybody, and the two choices that are the visitor's alone.
Column {
    id: asked

    required property QtObject model

    spacing: Theme.gap

    Say {
        bold: true
        color: Theme.main
        size: Theme.heading
        width: parent.width
        word: "form_questions"
    }
    // most visitors have been nowhere else: one touch instead of four
    BigButton {
        objectName: "form.questions.none"
        picture: "check"
        visible: asked.model.unanswered > 0
        width: parent.width
        word: asked.model.unanswered === asked.model.questions.length ? "form_questions_none" : "form_questions_rest"

        onClicked: asked.model.answerNone()
    }
    Repeater {
        model: asked.model.questions

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
