using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using OrleansEntry.Server.Mail;
using OrleansEntry.Server.Settings;

namespace OrleansEntry.Server;

/// <summary>Says that the server is ready, and what to do with it.</summary>
internal static class Banner
{
    extension(WebApplication app)
    {
        /// <summary>Greets a developer in words and an operator by a line in the log.</summary>
        public void SayReady(TextWriter console)
        {
            var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
            var folder = app.Services.GetRequiredService<ServerFolder>().Path;

            if (!app.Environment.IsDevelopment()) app.Logger.Ready(string.Join(", ", addresses), folder);
            else if (app.Services.GetRequiredService<Shape>().HasGateway)
                console.WriteLine(Greeting(addresses.First(), folder, app.Services.GetService<OutboxMailer>() is not null));
            else console.WriteLine(SiloGreeting(addresses.First(), folder));
        }
    }

    internal static string SiloGreeting(string address, string folder) =>
        $"""

        OrleansEntry's silo is ready.

          Health         {address}/health/ready
          Shared folder  {folder}

        """;

    internal static string Greeting(string address, string folder, bool hasOutbox) =>
        $"""

        OrleansEntry is ready.

          Entrance       {address}/
          Registration   {address}/register
          API reference  {address}/docs{(hasOutbox ? $"\n  Outbox         {address}{OutboxEndpoint.Path}" : "")}
          Data folder    {folder}

        Open the registration and choose an address and a passcode; the code is in the {(hasOutbox ? "outbox" : "mail")}.
        Ctrl-C stops the server. This is a development server: its secrets lie in the data folder.

        """;
}
