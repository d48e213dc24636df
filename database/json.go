package database

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// JSON keeps a value as JSON text in a column. Text, not bytes: bytes would become a BLOB in SQLite.
type JSON[T any] struct{ V T }

// Value writes the JSON.
func (j JSON[T]) Value() (driver.Value, error) {
	text, err := json.Marshal(j.V)
	return string(text), err
}

// Scan reads the JSON; NULL leaves the zero value.
func (j *JSON[T]) Scan(source any) error {
	switch v := source.(type) {
	case nil:
		return nil
	case string:
		return json.Unmarshal([]byte(v), &j.V)
	case []byte:
		return json.Unmarshal(v, &j.V)
	default:
		return fmt.Errorf("JSON cannot be read from %T", source)
	}
}
