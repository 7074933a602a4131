using System.Buffers.Text;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace OrleansEntry.Benchmarks.Load;

/// <summary>Clients that send prepared requests over connections of their own and wait for each answer. It looks at no more of an
/// answer than it must, because it shares the processors with the server.</summary>
internal sealed class HttpLoad : IDisposable
{
    private const int GentleClients = 4;

    private readonly Client[] _clients;

    private HttpLoad(Client[] clients) => _clients = clients;

    /// <summary>Runs completions where the socket's event arrives, on one thread: nothing here ever blocks it. Call it before the first
    /// socket of the process is made.</summary>
    public static void UseLittle()
    {
        foreach (var (name, value) in LittleSwitches) Environment.SetEnvironmentVariable(name, value);
    }

    /// <summary>What <see cref="UseLittle"/> set, undone: no server that is measured inherits it.</summary>
    public static IReadOnlyDictionary<string, string> Undone { get; } = LittleSwitches.ToDictionary(s => s.Name, _ => "");

    private static (string Name, string Value)[] LittleSwitches =>
        [("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1"), ("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1")];

    /// <summary>Connects.</summary>
    /// <param name="server">Where to.</param>
    /// <param name="connections">How many clients.</param>
    /// <param name="requests">What they send; each takes its own share, in turn, over and over.</param>
    /// <param name="status">What must be answered.</param>
    /// <param name="mayRefuse">Whether "later" (503) is counted as <see cref="Refused"/>; otherwise it is a fault like every other
    /// answer.</param>
    public static async Task<HttpLoad> Connect(
        Uri server, int connections, IReadOnlyList<byte[]> requests, int status, bool mayRefuse = false)
    {
        var clients = new Client[Math.Min(connections, requests.Count)];
        for (var c = 0; c < clients.Length; c++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(server.Host, server.Port);
            clients[c] = new Client(socket, [.. requests.Where((_, i) => i % clients.Length == c)], status, mayRefuse);
        }

        return new HttpLoad(clients);
    }

    /// <summary>Sends for a while.</summary>
    /// <returns>How many were answered, and how long that took to the last one.</returns>
    public async Task<(int Done, TimeSpan Took)> For(TimeSpan duration)
    {
        var began = Stopwatch.GetTimestamp();
        var done = await Task.WhenAll(_clients.Select(client =>
            Task.Run(() => client.SendWhile(() => Stopwatch.GetElapsedTime(began) < duration))));
        return (done.Sum(), Stopwatch.GetElapsedTime(began));
    }

    /// <summary>Sends requests one after the other.</summary>
    /// <returns>How long each took, in milliseconds.</returns>
    public async Task<double[]> Times(int count)
    {
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await _clients[0].SendNext();
            times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }

        return times;
    }

    /// <summary>How often "later" was the answer so far.</summary>
    public int Refused => _clients.Sum(client => client.Refused);

    /// <summary>Sends every request once, by few clients at a time; where it is told "later" it waits as long as it is told and asks
    /// again.</summary>
    public Task Gently() => Parallel.ForEachAsync(
        _clients, new ParallelOptions { MaxDegreeOfParallelism = GentleClients }, async (client, _) => await client.SendEachPatiently());

    /// <summary>Sends every request once.</summary>
    public Task Through() => Task.WhenAll(_clients.Select(client => Task.Run(client.SendEach)));

    /// <summary>Sends one request.</summary>
    /// <returns>The size of its answer's body, in bytes.</returns>
    public Task<int> One() => _clients[0].Send(0).AsTask();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in _clients) client.Dispose();
    }

    private sealed class Client(Socket socket, byte[][] requests, int status, bool mayRefuse) : IDisposable
    {
        private const int Later = 503;
        private const int MostTries = 30;

        private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();
        private static readonly byte[] LastChunk = "\r\n0\r\n\r\n"u8.ToArray();
        private static readonly byte[] LengthHeader = "\r\nContent-Length: "u8.ToArray();
        private static readonly byte[] RetryHeader = "\r\nRetry-After: "u8.ToArray();

        private readonly byte[] _buffer = new byte[64 * 1024];
        private int _next;
        private int _retryAfter;

        public int Refused { get; private set; }

        public async Task<int> SendWhile(Func<bool> goesOn)
        {
            var (done, before) = (0, Refused);
            for (; goesOn(); done++) await SendNext();
            return done - (Refused - before);
        }

        public async Task SendEachPatiently()
        {
            for (var i = 0; i < requests.Length; i++)
                for (var tries = 1; ; tries++)
                {
                    var before = Refused;
                    await Send(i);
                    if (Refused == before) break;
                    if (tries == MostTries) throw new InvalidOperationException($"{tries} times \"later\".");
                    await Task.Delay(TimeSpan.FromSeconds(_retryAfter), TimeProvider.System);
                }
        }

        public async Task SendNext()
        {
            await Send(_next);
            _next = (_next + 1) % requests.Length;
        }

        public async Task SendEach()
        {
            for (var i = 0; i < requests.Length; i++) await Send(i);
        }

        public async ValueTask<int> Send(int request)
        {
            await socket.SendAsync(requests[request]);
            for (var length = 0; ;)
            {
                var read = await socket.ReceiveAsync(_buffer.AsMemory(length));
                if (read == 0) throw new IOException("The server hung up.");

                length += read;
                if (BodyOf(_buffer.AsSpan(0, length)) is { } body) return body;
            }
        }

        public void Dispose() => socket.Dispose();

        // The body's bytes as sent, once all of the answer is there.
        private int? BodyOf(ReadOnlySpan<byte> answer)
        {
            var head = answer.IndexOf(HeadEnd);
            if (head < 0) return null;

            var body = answer[(head + HeadEnd.Length)..];
            var length = answer[..head].IndexOf(LengthHeader);
            var isWhole = length < 0
                ? body.EndsWith(LastChunk)
                : Utf8Parser.TryParse(answer[(length + LengthHeader.Length)..], out int bytes, out _) && body.Length >= bytes;
            if (!isWhole) return null;

            _ = Utf8Parser.TryParse(answer.Slice("HTTP/1.1 ".Length, 3), out int given, out _);
            if (mayRefuse && given == Later)
            {
                Refused++;
                _ = Utf8Parser.TryParse(answer[(answer.IndexOf(RetryHeader) + RetryHeader.Length)..], out _retryAfter, out _);
                return body.Length;
            }

            return given == status ? body.Length
                : throw new InvalidOperationException($"{status} was due: {Encoding.UTF8.GetString(answer)}");
        }
    }
}
