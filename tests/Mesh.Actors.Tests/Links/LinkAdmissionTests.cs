using System.Net;
using Mesh.Links;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Actors.Tests.Links;

public class LinkAdmissionTests
{
    private readonly HashSet<IPAddress> _known = [];

    private static IPAddress Ip(string text) => IPAddress.Parse(text);

    private LinkAdmission Of(int most, int mostOfOneHost) => new(most, mostOfOneHost, _known.Contains);

    private static bool[] Enter(LinkAdmission admission, params string[] from) => [.. from.Select(f => admission.TryEnter(Ip(f), out _))];

    [Fact]
    public void Unknown_connections_are_counted_in_all_and_by_host()
    {
        var admission = Of(most: 3, mostOfOneHost: 2);
        Assert.True(admission.TryEnter(Ip("10.0.0.1"), out var place));

        Assert.Equal([true, false], Enter(admission, "10.0.0.1", "10.0.0.1"));
        Assert.Equal([true, false], Enter(admission, "10.0.0.2", "10.0.0.2"));
        admission.Leave(place);
        Assert.Equal([true], Enter(admission, "10.0.0.2"));
        Assert.Equal(3, admission.Count);
    }

    /// <summary>Whoever has an IPv6 network has as many addresses as it likes.</summary>
    [Fact]
    public void Addresses_of_one_ipv6_network_hold_no_more_than_two_hosts_do()
    {
        var admission = Of(most: 100, mostOfOneHost: 2);

        Assert.Equal([true, true, true, true, false], Enter(admission, [.. Enumerable.Range(1, 5).Select(i => $"2001:db8::{i}")]));
        Assert.Equal([true], Enter(admission, "2001:db8:0:1::1"));
        Assert.Equal([true, true, false], Enter(admission, "::ffff:10.0.0.1", "10.0.0.1", "::ffff:10.0.0.1"));
    }

    [Fact]
    public void Strangers_who_hold_all_places_lock_no_member_out()
    {
        _known.Add(Ip("10.0.0.9"));
        var admission = Of(most: 2, mostOfOneHost: 2);
        Assert.Equal([true, true, false], Enter(admission, "10.0.0.1", "10.0.0.2", "10.0.0.3"));

        Assert.True(admission.TryEnter(Ip("::ffff:10.0.0.9"), out var place));
        Assert.Equal([true, false], Enter(admission, "10.0.0.9", "10.0.0.9"));

        // It is given back where it was taken, whatever has become of the host meanwhile.
        _known.Clear();
        admission.Leave(place);
        Assert.Equal([false], Enter(admission, "10.0.0.3"));
        Assert.Equal(3, admission.Count);
    }

    [Fact]
    public void Host_of_a_node_is_known_while_there_is_a_link_and_for_a_while_after_the_last()
    {
        var time = new FakeTimeProvider();
        var neighbours = new LinkNeighbours(time);
        var (mapped, host) = (Ip("::ffff:10.0.0.1"), Ip("10.0.0.1"));
        Assert.False(neighbours.Has(host));
        neighbours.Enter(mapped);
        neighbours.Enter(host);
        time.Advance(LinkNeighbours.Memory * 2);
        neighbours.Leave(mapped);
        time.Advance(LinkNeighbours.Memory * 2);
        Assert.True(neighbours.Has(host));

        neighbours.Leave(host);
        Assert.True(neighbours.Has(mapped));
        time.Advance(LinkNeighbours.Memory);
        Assert.False(neighbours.Has(host));
    }
}
