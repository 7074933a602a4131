using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using OrleansEntry.Tests;

namespace OrleansEntry.Server.Tests;

public sealed class StartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_development_server_greets_serves_its_outbox_and_stops_cleanly()
    {
        await using var server = ServerProcess.Start(_folder.Path);
        var address = await server.Ready();
        using var client = new HttpClient { BaseAddress = address };

        var outbox = await client.GetStringAsync(new Uri("dev/outbox", UriKind.Relative), TestContext.Current.CancellationToken);
        server.Signal(15);

        Assert.Equal(0, await server.Ended());
        Assert.Equal(JsonValueKind.Array, JsonDocument.Parse(outbox).RootElement.ValueKind);
        Assert.Contains($"Entrance       {address}", server.Output, StringComparison.Ordinal);
        Assert.Contains(_folder["data"], server.Output, StringComparison.Ordinal);
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task Ctrl_C_stops_it_and_it_starts_again_on_its_own_data()
    {
        await Serve();
        var made = File.ReadAllText(_folder["data", "keys", "development.json"]);

        await Serve();

        Assert.Equal(made, File.ReadAllText(_folder["data", "keys", "development.json"]));
        Assert.Single(Directory.GetFiles(_folder["data", "keys", "ring"]));
    }

    [Fact]
    public async Task A_production_server_with_its_settings_starts_without_an_outbox_and_logs_json()
    {
        await using var server = ServerProcess.Start(_folder.Path, "Production", ProductionSettings());
        using var client = new HttpClient { BaseAddress = await server.Ready() };

        var outbox = await client.GetAsync(new Uri("dev/outbox", UriKind.Relative), TestContext.Current.CancellationToken);
        server.Signal(15);

        Assert.Equal(0, await server.Ended());
        Assert.Equal(HttpStatusCode.NotFound, outbox.StatusCode);
        Assert.All(server.Output.Split('\n'), line => JsonDocument.Parse(line));
        Assert.False(File.Exists(_folder["data", "keys", "development.json"]));
    }

    [Fact]
    public async Task A_production_server_without_secrets_names_everything_that_is_missing()
    {
        var sentence = await Refusal("Production");

        Assert.All(["Keys:Deployment", "Keys:Peppers", "Keys:CurrentPepper", "AllowedHosts", "Mail:Smtp:Host", "Mail:Smtp:From"],
            setting => Assert.Contains(setting, sentence, StringComparison.Ordinal));
        Assert.Empty(_folder.Contents());
    }

    [Fact]
    public async Task A_production_server_never_runs_on_the_data_of_a_development_server()
    {
        await Serve();
        await RefusalThatChangesNothing("is not for production", "Production", ProductionSettings());
    }

    [Fact]
    public async Task Data_made_with_another_secret_is_refused()
    {
        await Serve();
        await RefusalThatChangesNothing("another deployment secret", "Development",
            [.. ProductionSettings().Where(s => s.StartsWith("--Keys", StringComparison.Ordinal))]);
    }

    [Fact]
    public async Task Data_made_with_another_pepper_is_refused()
    {
        await using (var server = ServerProcess.Start(_folder.Path, "Production", ProductionSettings()))
        {
            await server.Ready();
            server.Signal(15);
            await server.Ended();
        }

        var other = $"--Keys:Peppers:p1={Convert.ToBase64String([.. new byte[31], 1])}";
        await RefusalThatChangesNothing("another pepper 'p1'", "Production",
            [.. ProductionSettings().Select(s => s.StartsWith("--Keys:Peppers:p1", StringComparison.Ordinal) ? other : s)]);
    }

    [Fact]
    public async Task A_busy_port_is_a_sentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var sentence = await Refusal("Development", "--urls", $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}");

        Assert.Contains("already in use", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("did you mean Storage:Path?", "--Storgae:Path", "x")]
    [InlineData("did you mean Storage:Path?", "--Storage:Pth", "x")]
    [InlineData("did you mean Mail:Smtp:Port?", "--Mail:Smtp:Prot=25")]
    [InlineData("Mail:Smtp:Port takes a number", "--Mail:Smtp:Port", "abc")]
    [InlineData("Mail:Smtp:Port must be between 1 and 65535", "--Mail:Smtp:Port", "0")]
    [InlineData("Mail:Smtp:Security takes one of StartTls, SslOnConnect, None", "--Mail:Smtp:Security", "Maybe")]
    [InlineData("PasscodeHashing:Threads must be between 1 and 256", "--PasscodeHashing:Threads", "0")]
    [InlineData("http://localhost:5080", "--urls", "https://localhost:1")]
    [InlineData("'http://localhost:80000' is none", "--urls", "http://localhost:80000")]
    [InlineData("'http://*:-1' is none", "--urls", "http://*:-1")]
    [InlineData("'http://lcoalhost:5000' would listen at all of them", "--urls", "http://localhost:5001;http://lcoalhost:5000")]
    [InlineData("cannot be created or written", "--Storage:Path", "/dev/null/below")]
    [InlineData("32 random bytes", "--Keys:Deployment=c2hvcnQ=", "--Keys:Peppers:p1=c2hvcnQ=", "--Keys:CurrentPepper=p1")]
    [InlineData("needs a storage that processes share", "--role", "gateway")]
    [InlineData("role takes one of All, Silo, Gateway", "--role", "door")]
    [InlineData("set Storage:AzureTables:ConnectionString", "--Storage:Kind", "AzureTables")]
    [InlineData("one is set", "--Storage:AzureTables:ConnectionString", "x", "--Storage:AzureTables:ServiceUri", "https://a.example.test")]
    [InlineData("Cluster:Address is an IP address", "--Cluster:Address", "here")]
    [InlineData("has no value", "--Storage:Path")]
    [InlineData("There is no command 'serve'", "serve")]
    public async Task A_wrong_setting_is_a_sentence(string clause, params string[] arguments) =>
        Assert.Contains(clause, await Refusal("Development", arguments), StringComparison.Ordinal);

    [Theory]
    [InlineData("appsettings.json", """{"Storage": {"Pth": "x"}}""", "did you mean Storage:Path?")]
    [InlineData("appsettings.json", """{"Storage": """, "appsettings.json")]
    [InlineData("appsettings.Development.json", """{"Storgae": {"Path": "x"}}""", "did you mean Storage?")]
    public async Task A_wrong_settings_file_is_a_sentence(string name, string text, string clause)
    {
        File.WriteAllText(_folder[name], text);
        await RefusalThatChangesNothing(clause, "Development");
    }

    [Fact]
    public async Task Without_Unicode_data_it_says_what_to_install()
    {
        var variables = new Dictionary<string, string> { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1" };
        await using var server = ServerProcess.Start(_folder.Path, "Development", variables);

        Assert.Equal(1, await server.Ended());
        Assert.Contains("install ICU", server.Errors, StringComparison.Ordinal);
        Assert.Empty(_folder.Contents());
    }

    [Fact]
    public async Task The_outbox_shows_a_browser_text_and_never_markup()
    {
        await Serve();
        File.WriteAllText(_folder["data", "outbox", "20260101T0000000000000-00.json"],
            """{"to":"ada@example.test","subject":"<script>","text":"1 & 2","at":"2026-01-01T00:00:00Z"}""");
        await using var server = ServerProcess.Start(_folder.Path);
        using var client = new HttpClient { BaseAddress = await server.Ready() };
        client.DefaultRequestHeaders.Add("Accept", "text/html,*/*;q=0.8");

        var page = await client.GetStringAsync(new Uri("dev/outbox", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("1 &amp; 2", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_variables_with_our_prefix_are_settings()
    {
        var variables = new Dictionary<string, string> { ["Storage__Pth"] = "strange", ["ORLEANSENTRY_Storage__Path"] = "elsewhere" };
        await using var server = ServerProcess.Start(_folder.Path, "Development", variables);

        await server.Ready();

        Assert.True(File.Exists(_folder["elsewhere", "format"]));
    }

    [Theory]
    [InlineData("format", "orleans-entry 99\n", "newer")]
    [InlineData("entry.db", "This is not a database, and long enough that nobody could take it for an empty one.", "entry.db")]
    [InlineData("keys/development.json", "{}", "damaged")]
    [InlineData("keys/development.json", """{"note":"","deployment":"AAAA","pepperId":"p","pepper":"AAAA"}""", "damaged")]
    [InlineData("keys/deployment", "what?", "damaged")]
    [InlineData("keys/ring/key-00000000-0000-0000-0000-000000000001.xml", "<key", "damaged")]
    [InlineData("keys/ring/key-00000000-0000-0000-0000-000000000001.xml", "<key/>", "damaged")]
    public async Task A_damaged_or_newer_data_folder_is_refused_and_left_as_it_was(string file, string content, string clause)
    {
        await Serve();
        File.WriteAllText(_folder["data", file], content);

        await RefusalThatChangesNothing(clause, "Development");
    }

    [Fact]
    public async Task A_lost_key_file_is_not_made_anew()
    {
        await Serve();
        File.Delete(_folder["data", "keys", "development.json"]);

        await RefusalThatChangesNothing("is missing", "Development");
    }

    [Fact]
    public async Task A_second_server_on_the_same_folder_is_refused_while_the_first_serves_on()
    {
        await using var first = ServerProcess.Start(_folder.Path);
        await first.Ready();

        Assert.Contains("in use", await Refusal("Development"), StringComparison.Ordinal);

        await first.Ready();
    }

    private async Task Serve()
    {
        await using var server = ServerProcess.Start(_folder.Path);
        await server.Ready();
        server.Signal(2);
        Assert.Equal(0, await server.Ended());
    }

    private async Task<string> Refusal(string environment, params string[] arguments)
    {
        await using var server = ServerProcess.Start(_folder.Path, environment, arguments);

        Assert.NotEqual(0, await server.Ended());
        Assert.DoesNotContain('\n', server.Errors);
        Assert.Matches(@"[.?]$", server.Errors);
        Assert.Empty(server.Output);
        return server.Errors;
    }

    private async Task RefusalThatChangesNothing(string clause, string environment, params string[] arguments)
    {
        var before = _folder.Contents();

        Assert.Contains(clause, await Refusal(environment, arguments), StringComparison.Ordinal);

        Assert.Equal(before, _folder.Contents());
    }

    private static string[] ProductionSettings() =>
    [
        $"--Keys:Deployment={Convert.ToBase64String(new byte[32])}",
        $"--Keys:Peppers:p1={Convert.ToBase64String(new byte[32])}",
        "--Keys:CurrentPepper=p1",
        "--AllowedHosts=127.0.0.1",
        "--Mail:Smtp:Host=mail.example.test",
        "--Mail:Smtp:From=entry@example.test",
    ];
}
