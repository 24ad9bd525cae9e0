namespace Mesh.Membership.Joining;

/// <summary>Asks who answers at an address, without joining anything.</summary>
internal interface ISeedGreeter
{
    /// <param name="address">"host:port" in any form.</param>
    /// <returns>Who answers; never fails.</returns>
    Task<SeedGreeting> AskAsync(string address);
}
