using System.Buffers.Text;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace OrleansEntry.Benchmarks.Load;

/// <summary>Clients that send prepared requests over connections of their own and wait for each answer. It looks at no more of an
/// answer than it must, because it shares the processors with the server.</summary>
internal sealed class HttpLoad : IDisposable
{
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
    public static async Task<HttpLoad> Connect(Uri server, int connections, IReadOnlyList<byte[]> requests, int status)
    {
        var clients = new Client[Math.Min(connections, requests.Count)];
        for (var c = 0; c < clients.Length; c++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(server.Host, server.Port);
            clients[c] = new Client(socket, [.. requests.Where((_, i) => i % clients.Length == c)], status);
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

    private sealed class Client(Socket socket, byte[][] requests, int status) : IDisposable
    {
        private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();
        private static readonly byte[] LastChunk = "\r\n0\r\n\r\n"u8.ToArray();
        private static readonly byte[] LengthHeader = "\r\nContent-Length: "u8.ToArray();

        private readonly byte[] _buffer = new byte[64 * 1024];
        private int _next;

        public async Task<int> SendWhile(Func<bool> goesOn)
        {
            var done = 0;
            for (; goesOn(); done++) await SendNext();
            return done;
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

            var isExpected = Utf8Parser.TryParse(answer.Slice("HTTP/1.1 ".Length, 3), out int given, out _) && given == status;
            return isExpected ? body.Length : throw new InvalidOperationException($"{status} was due: {Encoding.UTF8.GetString(answer)}");
        }
    }
}
