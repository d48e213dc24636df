package meilisearch

import (
	"context"
	"errors"
	"fmt"
	"time"

	meili "github.com/meilisearch/meilisearch-go"
)

// taskPoll is how often the server is asked whether a task is done.
const taskPoll = 5 * time.Millisecond

// done waits for a task that was just given. The client reports a failed task as no error: its status is what counts.
func (e *Engine) done(ctx context.Context, task *meili.TaskInfo, err error) error {
	if err != nil {
		return told(err)
	}
	ended, err := e.server.WaitForTaskWithContext(ctx, task.TaskUID, taskPoll)
	if err != nil {
		return told(err)
	}
	if ended.Status != meili.TaskStatusSucceeded {
		return &taskError{Type: string(ended.Type), Status: string(ended.Status), Code: ended.Error.Code}
	}
	return nil
}

// taskError is a task that did not succeed. It leaves out the server's words: they may quote a document.
type taskError struct{ Type, Status, Code string }

func (e *taskError) Error() string {
	return fmt.Sprintf("meilisearch: the task %s has %s: %s", e.Type, e.Status, e.Code)
}

// told is an error of the client without the request and the answer that its own text quotes: those hold what papers say.
func told(err error) error {
	var failure *meili.Error
	if !errors.As(err, &failure) {
		return err
	}
	if cause := failure.OriginError; errors.Is(cause, context.Canceled) || errors.Is(cause, context.DeadlineExceeded) {
		return cause
	}
	if failure.ErrCode == meili.MeilisearchCommunicationError || failure.ErrCode == meili.MeilisearchTimeoutError {
		return fmt.Errorf("meilisearch: %s %s: %w", failure.Method, failure.Endpoint, failure.OriginError)
	}
	return fmt.Errorf("meilisearch: %s %s: status %d, %s", failure.Method, failure.Endpoint, failure.StatusCode, failure.MeilisearchApiError.Code)
}

// hasCode reports whether the server refused with a code.
func hasCode(err error, code string) bool {
	var failure *meili.Error
	return errors.As(err, &failure) && failure.MeilisearchApiError.Code == code
}
