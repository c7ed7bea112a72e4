/** The edges of a replica: streams to the other replicas, and the API for callers and followers. */
@NullMarked
package dev.shieldwall.replica.http;

import org.jspecify.annotations.NullMarked;
