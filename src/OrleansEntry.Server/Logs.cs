namespace OrleansEntry.Server;

/// <summary>Where the log goes: one readable line an event in development, one JSON line in production. It is for operators and holds
/// nothing personal; the activity log is the record.</summary>
internal static partial class Logs
{
    extension(WebApplicationBuilder builder)
    {
        /// <summary>Replaces the log's outputs by the console.</summary>
        public WebApplicationBuilder AddLogs()
        {
            builder.Logging.ClearProviders();
            if (builder.Environment.IsDevelopment())
                builder.Logging.AddSimpleConsole(o => (o.SingleLine, o.TimestampFormat, o.UseUtcTimestamp) = (true, "HH:mm:ss ", true));
            else
                builder.Logging.AddJsonConsole(o => (o.TimestampFormat, o.UseUtcTimestamp) = ("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", true));
            return builder;
        }
    }

    /// <summary>The server answers.</summary>
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Ready at {Addresses}, data in {Folder}")]
    public static partial void Ready(this ILogger log, string addresses, string folder);

    /// <summary>The server has drained.</summary>
    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Stopped")]
    public static partial void Stopped(this ILogger log);
}
