using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace OrleansEntry.Server.Tests;

public sealed class LogsTests
{
    private const string Hostile =
        "a\r\n{\"EventId\":1}\n\u001b[2J\u0000\u0085\u2028\",\"LogLevel\":\"Information\"}\n12:00:00 info: Server[1] Ready";

    [Fact]
    public void What_a_stranger_wrote_makes_no_line_and_no_member_of_its_own()
    {
        var line = Write("It said " + Hostile);

        Assert.DoesNotContain(line.TrimEnd('\n'), char.IsControl);
        var entry = JsonElement.Parse(line);
        Assert.Equal((7, "Warning"), (entry.GetProperty("EventId").GetInt32(), entry.GetProperty("LogLevel").GetString()));
        Assert.Equal("It said " + Hostile, entry.GetProperty("Message").GetString());
    }

    // As a production server writes it.
    private static string Write(string text)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.AddLogs();
        using var services = builder.Services.BuildServiceProvider();
        var chosen = services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName;
        var formatter = services.GetServices<ConsoleFormatter>().Single(formatter => formatter.Name == chosen);

        using var line = new StringWriter { NewLine = "\n" };
        formatter.Write(new LogEntry<string>(LogLevel.Warning, "Test", new EventId(7), text, null, (said, _) => said), null, line);
        return line.ToString();
    }
}
