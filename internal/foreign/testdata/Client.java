import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A TLS client for tests. Each line of standard input is a request and is answered with a line on
 * standard output; both are fields in the form of a URL query. It is to be run with one process
 * for each set of system properties, because JSSE reads those once.
 */
public final class Client {
    private static final char[] PASSWORD = "none".toCharArray();

    public static void main(String[] args) throws Exception {
        // All that the platform's policy forbids is what the tests are about.
        for (String policy : new String[] {"jdk.tls.disabledAlgorithms", "jdk.tls.legacyAlgorithms",
                "jdk.certpath.disabledAlgorithms", "jdk.disabled.namedCurves"}) {
            Security.setProperty(policy, "");
        }
        PrintStream answers = System.out;
        System.setOut(System.err);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = requests.readLine()) != null; ) {
            Map<String, String> answer = new LinkedHashMap<>();
            try {
                new Client(decode(line), answer).run();
            } catch (Throwable e) { // an Error is an answer, too
                answer.put("problem", e.toString());
                StringWriter trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace));
                answer.put("trace", trace.toString());
            }
            answers.println(encode(answer));
            answers.flush();
        }
    }

    private final Map<String, String> request;
    private final Map<String, String> answer;

    private Client(Map<String, String> request, Map<String, String> answer) {
        this.request = request;
        this.answer = answer;
    }

    private void run() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys(), trust(), null);
        SSLSession first = null;
        if (has("resume")) {
            first = connect(context);
            answer.remove("echoed");
        }
        SSLSession last = connect(context);
        answer.put("resumed", Boolean.toString(first != null && first == last));
    }

    /** Makes one connection, and returns its session. */
    private SSLSession connect(SSLContext context) throws Exception {
        Socket plain = new Socket();
        plain.connect(new InetSocketAddress(request.get("host"), port()), patience());
        plain.setSoTimeout(patience());
        String peer = has("name") ? request.get("name") : request.get("host");
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, peer, port(), true)) {
            configure(socket);
            socket.startHandshake();
            SSLSession session = socket.getSession();
            answer.put("version", session.getProtocol());
            answer.put("suite", session.getCipherSuite());
            answer.put("alpn", socket.getApplicationProtocol());
            boolean echoed = echo(socket);
            if (echoed && has("renegotiate")) {
                echoed = renegotiate(socket);
            }
            answer.put("echoed", Boolean.toString(echoed));
            return session;
        }
    }

    private void configure(SSLSocket socket) throws Exception {
        socket.setEnabledProtocols(new String[] {request.get("version")});
        socket.setEnabledCipherSuites(has("suites") ? request.get("suites").split(",") : socket.getSupportedCipherSuites());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(has("name") ? Collections.singletonList(new SNIHostName(request.get("name"))) : Collections.emptyList());
        if (has("roots")) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (has("alpn")) {
            parameters.setApplicationProtocols(request.get("alpn").split(","));
        }
        socket.setSSLParameters(parameters);
    }

    /** Sends the line and says whether it comes back. */
    private boolean echo(SSLSocket socket) throws IOException {
        byte[] line = line();
        socket.getOutputStream().write(line);
        return Arrays.equals(line, read(socket, line.length));
    }

    private byte[] line() {
        return (request.get("line") + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Makes a full second handshake, which goes on while somebody reads. */
    private boolean renegotiate(SSLSocket socket) throws Exception {
        CompletableFuture<Void> complete = new CompletableFuture<>();
        socket.addHandshakeCompletedListener(event -> complete.complete(null));
        socket.getSession().invalidate();
        socket.startHandshake();
        byte[] line = line();
        CompletableFuture<byte[]> back = CompletableFuture.supplyAsync(() -> read(socket, line.length));
        CompletableFuture.anyOf(complete, back).get(patience(), TimeUnit.MILLISECONDS);
        answer.put("renegotiated", "true");
        socket.getOutputStream().write(line);
        return Arrays.equals(line, back.get());
    }

    private static byte[] read(SSLSocket socket, int length) {
        try {
            return socket.getInputStream().readNBytes(length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private KeyManager[] keys() throws Exception {
        if (!has("certificate")) {
            return null;
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry("client", privateKey(request.get("key")), PASSWORD, certificates(request.get("certificate")));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, PASSWORD);
        return factory.getKeyManagers();
    }

    private TrustManager[] trust() throws Exception {
        if (!has("roots")) {
            return new TrustManager[] {new Anybody()};
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (Certificate root : certificates(request.get("roots"))) {
            store.setCertificateEntry("root" + store.size(), root);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static Certificate[] certificates(String pem) throws Exception {
        byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
        return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes)).toArray(new Certificate[0]);
    }

    private static PrivateKey privateKey(String pem) throws Exception {
        String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
        Exception last = null;
        for (String algorithm : new String[] {"RSA", "EC", "EdDSA"}) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (Exception e) {
                last = e;
            }
        }
        throw last;
    }

    private boolean has(String field) {
        return request.containsKey(field);
    }

    private int port() {
        return Integer.parseInt(request.get("port"));
    }

    private int patience() {
        return Integer.parseInt(request.get("millis"));
    }

    private static Map<String, String> decode(String line) throws Exception {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : line.split("&")) {
            String[] pair = field.split("=", 2);
            fields.put(URLDecoder.decode(pair[0], "UTF-8"), URLDecoder.decode(pair[1], "UTF-8"));
        }
        return fields;
    }

    private static String encode(Map<String, String> fields) throws Exception {
        StringBuilder line = new StringBuilder();
        for (Map.Entry<String, String> field : fields.entrySet()) {
            if (field.getValue() != null) {
                line.append(line.length() == 0 ? "" : "&").append(URLEncoder.encode(field.getKey(), "UTF-8"));
                line.append('=').append(URLEncoder.encode(field.getValue(), "UTF-8"));
            }
        }
        return line.toString();
    }

    /** Trusts everybody. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override public void checkClientTrusted(X509Certificate[] chain, String type) {}
        @Override public void checkServerTrusted(X509Certificate[] chain, String type) {}
        @Override public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}
        @Override public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}
        @Override public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}
        @Override public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}
        @Override public X509Certificate[] getAcceptedIssuers() { return new X509Certificate[0]; }
    }
}
