/** What a search is likely to cost and give, told from the candidates of an earlier one. */
package dev.prospector.driver.forecast;
