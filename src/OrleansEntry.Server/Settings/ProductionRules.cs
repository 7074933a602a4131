using Microsoft.Extensions.Options;
using OrleansEntry.Server.Keys;
using OrleansEntry.Server.Mail;

namespace OrleansEntry.Server.Settings;

/// <summary>What a production server must be told: it starts on nothing that a development server makes up.</summary>
internal static class ProductionRules
{
    extension(WebApplication app)
    {
        /// <summary>Checks all options, and in every environment but development that nothing is left to chance. Touches no file.</summary>
        /// <exception cref="StartException">Something is missing; the one sentence names all of it.</exception>
        /// <exception cref="OptionsValidationException">A value is out of its range.</exception>
        public WebApplication CheckSettings()
        {
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            ListenAddresses.Read(app.Configuration[WebHostDefaults.ServerUrlsKey]);

            if (!app.Environment.IsDevelopment() && string.Join(", ", Missing(app)) is { Length: > 0 } missing)
                throw new StartException($"In {app.Environment.EnvironmentName} these settings must be set: {missing}.");
            return app;
        }
    }

    private static IEnumerable<string> Missing(WebApplication app)
    {
        foreach (var key in app.Services.GetRequiredService<IOptions<KeysOptions>>().Value.Missing()) yield return key;

        var hosts = app.Configuration["AllowedHosts"];
        if (string.IsNullOrWhiteSpace(hosts) || hosts.Split(';').Contains("*")) yield return "AllowedHosts (the public names, not *)";

        var smtp = app.Services.GetRequiredService<IOptions<SmtpOptions>>().Value;
        if (!smtp.HasHost) yield return "Mail:Smtp:Host";
        if (string.IsNullOrEmpty(smtp.From)) yield return "Mail:Smtp:From";
        if (smtp.Security is SmtpSecurity.None) yield return "Mail:Smtp:Security (StartTls or SslOnConnect)";
    }
}
