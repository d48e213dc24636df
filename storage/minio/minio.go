// Package minio keeps objects in a bucket of a MinIO or another S3 server, which several servers of the program share.
//
//   - An object's key is its hash behind its first digits, "e3/b0/e3b0c442…", as in the folder of package local, so that the folder
//     objects/ can be copied into a bucket as it is.
//   - It is put once, on the condition that nothing is there (If-None-Match: *). The bucket keeps versions: nothing that was put can be
//     overwritten, a mended object is a new version above the damaged one.
//   - From its dispatch on an object is locked in governance mode: the server refuses to delete it to everybody who has not the right to
//     bypass that, and the program never asks to. Before, it is not locked.
//   - The server is told the SHA-256 of everything that it is sent and refuses what hashes to anything else; what it sends is hashed
//     as it passes. Neither side has to trust the line or the other's disk.
package minio

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path"
	"strings"
	"time"

	"congvan/office"
	"congvan/storage"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// Options say where the bucket is and how to get there.
type Options struct {
	Address string // server and bucket: "https://minio.example.gov.vn:9000/congvan"
	Key     string // access key
	Secret  string // secret key
	Token   string // session token of temporary keys, else ""
	Region  string // "" is "us-east-1", which MinIO calls itself by default
	CA      string // PEM file of authorities to trust beside the machine's, else ""
	Public  string // "https://files.example.gov.vn" by which readers reach the server; "" lends nothing out
	Spool   string // folder for what is being put; "" is the machine's for temporary files
}

// Store is a bucket of objects.
type Store struct {
	client    *minio.Core
	lender    *minio.Client // signs addresses at which readers reach the server; nil lends nothing out
	transport *http.Transport
	server    string // host and port, for words
	bucket    string
	spool     string
	clock     office.Clock
	watch     *clockWatch
}

const (
	defaultRegion = "us-east-1"
	tries         = 5 // of a request that the line or a busy server failed; the waits between sum up to some seconds
)

// Open connects and checks server and bucket. What is wrong is said all at once, as far as it can be known; see check. The clock is this
// machine's: whether an object is still locked is the server's to say, by a clock that must agree with it. Close what it returns.
func Open(ctx context.Context, options Options, clock office.Clock) (*Store, error) {
	s, err := dial(options, clock)
	if err != nil {
		return nil, err
	}
	if err := s.check(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// dial reads the options; it sends nothing yet.
func dial(options Options, clock office.Clock) (*Store, error) {
	server, bucket, wrong := parseAddress(options.Address)
	public, wrongPublic := parsePublic(options.Public)
	authorities, wrongCA := readAuthorities(options.CA)
	if err := errors.Join(wrong, wrongPublic, wrongCA, wantKeys(options), makeSpool(options.Spool)); err != nil {
		return nil, err
	}
	s := &Store{server: server.Host, bucket: bucket, spool: options.Spool, clock: clock, transport: newTransport(authorities)}
	s.watch = &clockWatch{next: s.transport, clock: clock}
	client, err := newClient(server, options, s.watch)
	if err != nil {
		return nil, badSetting("address", options.Address, err)
	}
	s.client = &minio.Core{Client: client}
	if public != nil {
		if s.lender, err = newClient(public, options, s.watch); err != nil {
			return nil, badSetting("public", options.Public, err)
		}
	}
	return s, nil
}

func newClient(server *url.URL, options Options, transport http.RoundTripper) (*minio.Client, error) {
	region := options.Region
	if region == "" {
		region = defaultRegion
	}
	return minio.New(server.Host, &minio.Options{Creds: credentials.NewStaticV4(options.Key, options.Secret, options.Token),
		Secure: server.Scheme == "https", Transport: transport, Region: region, MaxRetries: tries})
}

func newTransport(authorities *x509.CertPool) *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSClientConfig:       &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: authorities},
		TLSHandshakeTimeout:   10 * time.Second,
		ResponseHeaderTimeout: time.Minute, // a server that hashes a large part answers late
		MaxIdleConnsPerHost:   16,
		IdleConnTimeout:       time.Minute,
		DisableCompression:    true, // objects are the bytes that were put
	}
}

// parseAddress reads "https://host:port/bucket".
func parseAddress(address string) (server *url.URL, bucket string, err error) {
	server, err = parseServer(address)
	if err != nil {
		return nil, "", badSetting("address", address, err)
	}
	bucket = strings.Trim(server.Path, "/")
	if bucket == "" || strings.Contains(bucket, "/") {
		return nil, "", badSetting("address", address, errors.New("its path is not one bucket's name"))
	}
	return server, bucket, nil
}

func parsePublic(address string) (*url.URL, error) {
	if address == "" {
		return nil, nil
	}
	server, err := parseServer(address)
	if err == nil && strings.Trim(server.Path, "/") != "" {
		err = errors.New("it has a path")
	}
	if err != nil {
		return nil, badSetting("public", address, err)
	}
	return server, nil
}

func parseServer(address string) (*url.URL, error) {
	server, err := url.Parse(address)
	switch {
	case err != nil:
		return nil, errors.New("it is no address") // the parser's own error quotes it, and a secret may be in it
	case server.Scheme != "https" && server.Scheme != "http":
		return nil, errors.New("it begins with neither https:// nor http://")
	case server.Host == "":
		return nil, errors.New("it names no server")
	case server.User != nil:
		return nil, errors.New("keys do not belong into it")
	case server.RawQuery != "" || server.Fragment != "":
		return nil, errors.New("it has a question mark or a hash")
	}
	return server, nil
}

func readAuthorities(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, badSetting("ca", file, err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(text) {
		return nil, badSetting("ca", file, errors.New("it holds no certificate in PEM"))
	}
	return pool, nil
}

func wantKeys(options Options) error {
	if options.Key == "" || options.Secret == "" {
		return office.Invalid("storage.keys_missing", "key")
	}
	return nil
}

// makeSpool makes the folder for the program's own user alone.
func makeSpool(folder string) error {
	if folder == "" {
		return nil
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return storage.Unavailable(fmt.Errorf("make the folder for what is being put: %w", err))
	}
	return nil
}

// Close lets go of idle connections.
func (s *Store) Close() error {
	s.transport.CloseIdleConnections()
	return nil
}

// key is where an object lies in the bucket.
func key(name storage.Hash) string {
	return path.Join(string(name[:2]), string(name[2:4]), string(name))
}

// Stat asks for the object's head.
func (s *Store) Stat(ctx context.Context, name storage.Hash) (storage.Object, error) {
	info, err := s.head(ctx, name)
	return storage.Object{Hash: name, Size: info.Size}, err
}

func (s *Store) head(ctx context.Context, name storage.Hash) (minio.ObjectInfo, error) {
	if !name.Valid() {
		return minio.ObjectInfo{}, storage.BadHash(name)
	}
	info, err := s.client.StatObject(ctx, s.bucket, key(name), minio.StatObjectOptions{})
	if err != nil {
		return minio.ObjectInfo{}, translate(ctx, name, err)
	}
	return info, nil
}

// Open hashes the object while it comes.
func (s *Store) Open(ctx context.Context, name storage.Hash) (io.ReadCloser, error) {
	if !name.Valid() {
		return nil, storage.BadHash(name)
	}
	body, _, _, err := s.client.GetObject(ctx, s.bucket, key(name), minio.GetObjectOptions{})
	if err != nil {
		return nil, translate(ctx, name, err)
	}
	return storage.Checked(ctx, name, stream{ctx, name, body}), nil
}

// stream puts what ends a connection into the interface's words: a cut line is not a damaged object.
type stream struct {
	ctx  context.Context
	name storage.Hash
	body io.ReadCloser
}

func (r stream) Read(p []byte) (int, error) {
	n, err := r.body.Read(p)
	if err != nil && err != io.EOF {
		err = translate(r.ctx, r.name, err)
	}
	return n, err
}

func (r stream) Close() error { return r.body.Close() }

// Ready begins an upload and abandons it: that writes to the server's disks and leaves nothing.
func (s *Store) Ready(ctx context.Context) error {
	if err := s.beginAndAbort(ctx); err != nil {
		return translate(ctx, "", err)
	}
	return nil
}

func (s *Store) beginAndAbort(ctx context.Context) error {
	const key = "ready"
	upload, err := s.client.NewMultipartUpload(ctx, s.bucket, key, minio.PutObjectOptions{})
	if err != nil {
		return err
	}
	return s.client.AbortMultipartUpload(ctx, s.bucket, key, upload)
}

var (
	_ storage.Store  = (*Store)(nil)
	_ storage.Lender = (*view)(nil)
)
