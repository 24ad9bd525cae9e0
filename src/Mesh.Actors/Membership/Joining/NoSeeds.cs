namespace Mesh.Membership.Joining;

/// <summary>Where the application joins its cluster itself nobody is asked.</summary>
internal sealed class NoSeeds : ISeedGreeter
{
    public Task<SeedGreeting> AskAsync(string address) => Task.FromResult(SeedGreeting.Nobody);
}
