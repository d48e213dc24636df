package app

import (
	"os"
	"reflect"
	"strings"
	"time"

	"github.com/alecthomas/kong"
)

// Secret is a setting that must not be seen: it prints as dots, into the log too.
type Secret string

func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return "•••"
}

// GoString is what %#v prints.
func (s Secret) GoString() string { return s.String() }

// MarshalText is what JSON gets.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Reveal is the secret itself.
func (s Secret) Reveal() string { return string(s) }

// fileSuffix is what the name of a variable gets that names a file with a secret: CONGVAN_DATABASE_FILE=/run/secrets/database.
const fileSuffix = "_FILE"

// ReadSettings has kong read settings: one that cannot be read (a word for a number) does not end the reading, but is kept with the others
// until they are checked together, and secrets are read from files.
func ReadSettings() kong.Option {
	return kong.OptionFunc(func(k *kong.Kong) error {
		read, plain := &faults{}, kong.NewRegistry().RegisterDefaults()
		options := []kong.Option{kong.Bind(read)}
		for kind, key := range readable {
			options = append(options, kong.TypeMapper(kind, patient(plain.ForType(kind), read, key)))
		}
		for _, option := range options {
			if err := option.Apply(k); err != nil {
				return err
			}
		}
		return nil
	})
}

// readable are the kinds of settings that a text may fail to be, and what says so.
var readable = map[reflect.Type]string{
	reflect.TypeFor[int]():           "app.setting.number",
	reflect.TypeFor[int64]():         "app.setting.number",
	reflect.TypeFor[bool]():          "app.setting.yes_no",
	reflect.TypeFor[time.Duration](): "app.setting.duration",
}

// patientMapper keeps a setting's fault instead of ending with it. What is no setting ends at once, as usual.
type patientMapper struct {
	kong.Mapper
	read *faults
	key  string
}

func patient(plain kong.Mapper, read *faults, key string) kong.Mapper {
	mapper := patientMapper{plain, read, key}
	if isBool, ok := plain.(kong.BoolMapper); ok {
		return patientSwitch{mapper, isBool}
	}
	return mapper
}

// Decode reads a value.
func (m patientMapper) Decode(ctx *kong.DecodeContext, target reflect.Value) error {
	given := ctx.Scan.Peek().String()
	err := m.Mapper.Decode(ctx, target)
	if setting := variable(ctx.Value.Flag); err != nil && setting != "" {
		m.read.add(setting, m.key, given)
		return nil
	}
	return err
}

// patientSwitch is patientMapper for what needs no value on the command line.
type patientSwitch struct {
	patientMapper
	kong.BoolMapper
}

// Decode reads a value.
func (m patientSwitch) Decode(ctx *kong.DecodeContext, target reflect.Value) error {
	return m.patientMapper.Decode(ctx, target)
}

// variable is the environment variable of a setting, "" of what is none.
func variable(flag *kong.Flag) string {
	if flag == nil || len(flag.Envs) == 0 || !strings.HasPrefix(flag.Envs[0], "CONGVAN_") {
		return ""
	}
	return flag.Envs[0]
}

// AfterApply reads the files of secrets, once kong has read the rest.
func (s *Settings) AfterApply(ctx *kong.Context, read *faults) error {
	s.faults = read
	for _, flag := range ctx.Flags() {
		if isSecret(flag) {
			readSecret(flag, read)
		}
	}
	return nil
}

func isSecret(flag *kong.Flag) bool {
	return variable(flag) != "" && flag.Target.Type() == reflect.TypeFor[Secret]()
}

// readSecret puts in the secret that lies in a file, without the end of line that editors leave.
func readSecret(flag *kong.Flag, read *faults) {
	setting := variable(flag) + fileSuffix
	name := os.Getenv(setting)
	if name == "" {
		return
	}
	if flag.Target.String() != "" {
		read.add(setting, "app.setting.twice", variable(flag))
		return
	}
	text, err := os.ReadFile(name)
	if err != nil {
		read.add(setting, "app.setting.secret_file", name)
		return
	}
	secret := strings.TrimRight(string(text), "\r\n")
	if secret == "" {
		read.add(setting, "app.setting.secret_empty", name)
		return
	}
	flag.Target.SetString(secret)
}
