namespace OrleansEntry.Server.Commands;

/// <summary>Asks a running server for its health, for containers that hold no other program: <c>health URL</c>.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(4);

    /// <summary>Asks.</summary>
    /// <param name="url">For example <c>http://localhost:8080/health/ready</c>.</param>
    /// <param name="errors">Hears why the answer is no.</param>
    /// <returns>0 when the answer is good, otherwise 1.</returns>
    public static async Task<int> Ask(Uri url, TextWriter errors)
    {
        try
        {
            using var client = new HttpClient { Timeout = AnswerWithin };
            using var answer = await client.GetAsync(url);
            if (answer.IsSuccessStatusCode) return 0;

            await errors.WriteLineAsync($"The server answers {(int)answer.StatusCode}.");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            await errors.WriteLineAsync($"The server does not answer ({e.Message.TrimEnd('.')}).");
        }

        return 1;
    }
}
